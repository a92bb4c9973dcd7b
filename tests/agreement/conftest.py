"""After the tests: the table of agreement, if WHITESMOKE_AGREEMENT_TABLE says where."""

from tests.agreement import table


def pytest_sessionfinish():
    table.write()
