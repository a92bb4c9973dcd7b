"""From tables of press reports to scenarios with records, by one rule of coding; docs/coding-a-case.md has it in words.

`case_rows` says what may stand in the tables, `casebook` reads them, `casebook_checks` finds what is wrong with them,
`coding_rule` has the numbers, `coded_case` makes the scenario, `coded_record` the record, `made` the files of both;
`unsaid` says what of a case remains unsaid.
"""
