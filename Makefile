# make race | make view | make test | make slow | make fuzz | make mutants | make check | make golden | make figures | make curated | make record | make bench | make refit: each builds .venv itself, with what it needs and no more.
# Needs make and Python 3.12 or newer; `make race PYTHON=/path/to/python3.13` names another one.

TRY := $(PYTHON) python3.13 python3 python3.12 python3.14 python
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 12))
BIN := .venv/bin

# Where compiled files of Python are forbidden, every process would compile all sources anew: a second or more each time.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: race view test slow fuzz mutants check golden figures curated record bench refit clean

race: .venv/run
	@$(BIN)/whitesmoke run rutte-iohannis --seed 1

# The browser page, on this machine only; Ctrl-C ends it.
view: .venv/view
	@$(BIN)/whitesmoke view

# File after file in the order of their folders: a few long ones are not left for the end.
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --durations=10

# The rules are compiled while the checks are on: else each process that plays tests would compile them for itself.
test: .venv/dev
	@$(BIN)/python -m tests.compiling >/dev/null 2>&1 & \
	  $(MAKE) --no-print-directory check && wait && $(PYTEST)

# What takes too long for every day: long fuzzing, hundreds of generated files, other interpreters, mutants.
slow: .venv/dev
	@$(PYTEST) -m slow

# Damaged inputs for every loader, 300,000 of them: half an hour or so on two cores. `make fuzz INPUTS=3000` takes a minute.
INPUTS := 300000
fuzz: .venv/dev
	@$(BIN)/python -m tests.fuzz --inputs $(INPUTS)

# Faults planted in the rules, the phases, the randomness and the scores, one at a time: does a test see it?
# `make mutants MUTANTS=0` plants all of them, some thousands.
MUTANTS := 120
mutants: .venv/dev
	@$(BIN)/python -m tests.mutation --mutants $(MUTANTS)

check: .venv/dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

.venv/run: requirements/run.txt pyproject.toml
	@python=; for try in $(TRY); do \
	  if $$try -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then python=$$try; break; fi; done; \
	if [ -z "$$python" ]; then \
	  echo "whitesmoke needs Python 3.12 or newer; python3 here is $$(python3 --version 2>&1). Install one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.13" >&2; \
	  exit 2; fi; \
	$$python requirements/install.py run

.venv/view: .venv/run requirements/view.txt
	@$(BIN)/python requirements/install.py view

.venv/dev: .venv/view requirements/dev.txt
	@$(BIN)/python requirements/install.py dev

# A .venv that went elsewhere with its folder, or whose interpreter is gone, is made anew.
$(shell { [ "$$(cat .venv/run)" = "$(CURDIR)" ] && $(BIN)/python -c 'import whitesmoke'; } >/dev/null 2>&1 || rm -f .venv/run .venv/view .venv/dev)

# After a change that is meant to change results: read the diff of tests/golden, then commit it.
golden: .venv/dev
	@WHITESMOKE_UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/golden

figures: .venv/run
	@$(BIN)/whitesmoke run rutte-iohannis --seed 1 --out results/runs/readme >/dev/null
	@mkdir -p docs/images && cp results/runs/readme/figure.png docs/images/race.png

# The experiments and their readings: results/README.md. Some minutes on two cores.
curated: .venv/run
	@$(BIN)/python -m experiments.curate

# The race held against its record, and every case against the others (docs/inference.md): about forty minutes on two cores.
# Stopped, it goes on where it was. All of it at meetings: the numbers of the race were fitted there.
RECORD := results/record
AT_MEETINGS := --set bargaining.mode=meetings
record: .venv/run
	@$(BIN)/whitesmoke calibrate rutte-iohannis $(AT_MEETINGS) --particles 300 --runs 32 --ablations --out $(RECORD)/calibration
	@cp $(RECORD)/calibration/posterior.parquet scenarios/posteriors/rutte-iohannis.parquet
	@for day in 2024-02-22 2024-04-02 2024-05-02; do \
	  $(BIN)/whitesmoke nowcast rutte-iohannis $(AT_MEETINGS) --as-of $$day --posterior rutte-iohannis --out $(RECORD)/nowcast-$$day || exit; \
	done
	@$(BIN)/whitesmoke nowcast rutte-iohannis $(AT_MEETINGS) --as-of 2024-06-10 --weekly --posterior rutte-iohannis --out $(RECORD)/nowcast-2024-06-10
	@$(BIN)/whitesmoke attribute rutte-iohannis $(AT_MEETINGS) --posterior rutte-iohannis --ties 6 --out $(RECORD)/attribution
	@$(BIN)/whitesmoke sensitivity rutte-iohannis $(AT_MEETINGS) --contrast demands.hungary-opt-out.ceiling=0 --points 1024 --runs 16 --out $(RECORD)/sensitivity
	@$(BIN)/whitesmoke score --old-rule $(AT_MEETINGS) --leave-one-out --out $(RECORD)/scoreboard
	@$(BIN)/whitesmoke score --runs 50 --fits $(RECORD)/scoreboard --out $(RECORD)/score
	@$(BIN)/whitesmoke forecasters --out $(RECORD)/forecasters
	@$(BIN)/whitesmoke facts --out $(RECORD)/facts
	@cp $(RECORD)/facts/figure.png docs/images/stylised-facts.png

# How fast it is, against Mesa and C: some minutes, best on an idle machine. Writes results/benchmarks.md and growth.png.
bench: .venv/run
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.growth

# The race where actors bargain, fitted at a small setting, and without each mechanism of bargaining (docs/how-they-bargain.md):
# half an hour or less on two cores. Stopped, it goes on where it was.
MECHANISMS := bargaining patience reservation secret opportunism at_dates temperature
refit: .venv/run
	@$(BIN)/whitesmoke calibrate rutte-iohannis --particles 200 --runs 16 --out $(RECORD)/refit
	@$(BIN)/whitesmoke calibrate rutte-iohannis --without bargaining --particles 200 --runs 16 --out $(RECORD)/refit/without-bargaining
	@$(BIN)/python -m experiments.refit_picture
	@$(BIN)/whitesmoke calibrate rutte-iohannis --particles 200 --runs 16 $(MECHANISMS:%=--ablation %) --out $(RECORD)/refit

clean:
	rm -rf .venv build dist
