SWIFT ?= swift

# The same flags for every build, so that one target never throws away what another has built.
FLAGS := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error

FORMATTED := Package.swift Sources Tests Examples Fuzzing/Targets

# How long each target is fuzzed.
SECONDS ?= 60

.DEFAULT_GOAL := build
.PHONY: deps build test soak sanitize kazoo contract simulate mutants chaos chaos-broken chaos-catalogue chaos-kazoo docs demo \
	bench fuzz format lint clean

# Installs the Debian packages that are missing. Quick and silent when all is there.
deps:
	@.ci/install-dependencies

build: deps
	$(SWIFT) build $(FLAGS)

# One test at a time: the tests that start real servers would take the processor from each other, and an election that
# waits for the processor looks just like a fault.
test: deps
	$(SWIFT) build --build-tests $(FLAGS)
	$(SWIFT) test --no-parallel $(FLAGS)

# Random operations and faults, played to the simulated ensemble and to real servers, answer by answer.
OPERATIONS ?= 20000
SEED ?= 1
contract: deps
	$(SWIFT) build --build-tests $(FLAGS)
	CONTRACT_OPERATIONS=$(OPERATIONS) CONTRACT_SEED=$(SEED) \
		$(SWIFT) test --no-parallel $(FLAGS) --filter ComparedOperationsTests

# The client for long: CUTS lost connections, EXPIRIES lost sessions, and what is left of them; then its tests, some of which
# do more of the same than in `make test`.
CUTS ?= 10000
EXPIRIES ?= 200
soak: deps
	@$(SWIFT) build -c release --product client-soak $(FLAGS)
	@"$$($(SWIFT) build -c release --show-bin-path $(FLAGS))/client-soak" --cuts $(CUTS) --expiries $(EXPIRIES)
	$(SWIFT) build --build-tests $(FLAGS)
	HOLDFAST_SOAK=1 $(SWIFT) test --skip-build --no-parallel $(FLAGS) --filter 'HoldfastZooKeeperTests'

# The client's tests under the thread sanitizer, then under the address and leak sanitizers.
sanitize: deps
	.ci/sanitize

# Random operations through the client and through kazoo, side by side. kazoo comes from PyPI into a folder of its own.
kazoo: deps
	python3 -m venv .build/kazoo
	.build/kazoo/bin/pip install --quiet kazoo
	$(SWIFT) build --build-tests $(FLAGS)
	HOLDFAST_KAZOO="$(CURDIR)/.build/kazoo/bin/python" $(SWIFT) test --skip-build --no-parallel $(FLAGS) --filter KazooTests

# The documentation of the client and of the simulation, warnings are errors. The plugin that makes it is only asked for here.
docs: deps
	mkdir -p .build/docs
	for target in HoldfastZooKeeper HoldfastTesting; do \
		HOLDFAST_DOCS=1 $(SWIFT) package --allow-writing-to-directory .build/docs generate-documentation \
			--target $$target --output-path .build/docs/$$target --warnings-as-errors || exit 1; \
	done

# The real worker on the simulated ensemble, by the seed: three days without a quorum, then HISTORIES of them, from SEED on.
HISTORIES ?= 5000
SIMULATE = "$$($(SWIFT) build -c release --show-bin-path $(FLAGS))/simulate"
simulate: deps
	@$(SWIFT) build -c release --product simulate $(FLAGS)
	@$(SIMULATE) --outage 72
	@$(SIMULATE) --histories $(HISTORIES) --seed $(SEED)

# Switches off one protective rule after the other: the simulation must find each.
mutants: deps
	@$(SWIFT) build --product mutants $(FLAGS)
	@"$$($(SWIFT) build --show-bin-path $(FLAGS))/mutants"

# Real ensembles are broken under the worker: EPISODES of them drawn from SEED on, or as many as begin within MINUTES, or each
# FAULT alone. WORKER is another command that speaks the event lines.
EPISODES ?= 10
CHAOS = "$$($(SWIFT) build --show-bin-path $(FLAGS))/chaos"
chaos: deps
	@$(SWIFT) build --product chaos $(FLAGS)
	@$(CHAOS) --seed $(SEED) $(if $(MINUTES),--minutes $(MINUTES),--episodes $(EPISODES)) \
		$(if $(FAULT),--fault '$(FAULT)') $(if $(DECLARED),--declared) $(if $(LANES),--lanes $(LANES)) \
		$(if $(WORKER),--worker '$(WORKER)') $(if $(OUT),--out '$(OUT)')

# The worker without each of five protections: the suite must find each out.
chaos-broken: deps
	@$(SWIFT) build --product chaos $(FLAGS)
	@$(CHAOS) --broken --out .build/chaos-broken

# Writes docs/chaos.md anew from the code.
chaos-catalogue:
	@$(SWIFT) build --product chaos $(FLAGS)
	@$(CHAOS) --catalogue > docs/chaos.md

# For comparison, a worker over kazoo (from PyPI, into a folder of its own) for a minute. It is not expected to hold.
chaos-kazoo: deps
	python3 -m venv .build/kazoo
	.build/kazoo/bin/pip install --quiet kazoo
	@$(SWIFT) build --product chaos $(FLAGS)
	@$(CHAOS) --seed $(SEED) --minutes $(or $(MINUTES),1) --out .build/chaos-kazoo \
		--worker '.build/kazoo/bin/python Examples/KazooWorker/kazoo_worker.py'

# The incident, on screen: real servers fail, and every Thing runs on.
demo: deps
	@$(SWIFT) build --product collector-worker $(FLAGS)
	@"$$($(SWIFT) build --show-bin-path $(FLAGS))/collector-worker" demo

# Holdfast beside a bare C program, kazoo and Curator, some ten minutes; BENCH replaces what is measured (Benchmarks/scale --help).
BENCH ?= --sizes 100,1000,10000 --rounds 3 --changes 50 --limit 540
bench: deps
	Benchmarks/scale $(BENCH) --report ../docs/benchmarks.md

# Feeds what reads foreign bytes with libFuzzer, which comes with the toolchain.
fuzz:
	Fuzzing/run $(SECONDS)

format:
	$(SWIFT) format --in-place --recursive --parallel $(FORMATTED)

lint:
	$(SWIFT) format lint --strict --recursive --parallel $(FORMATTED)

clean:
	$(SWIFT) package clean
