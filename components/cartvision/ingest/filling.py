"""The whole work: read what sources say, look at every picture, decide, and write the dataset."""

from contextlib import closing
from dataclasses import dataclass
from importlib import import_module

from cartvision.data.figures import Figures
from cartvision.data.splits import Shares
from cartvision.data.writer import DatasetWriter
from cartvision.ingest.claims import Format, Hints
from cartvision.ingest.deciding import Decision, decide
from cartvision.ingest.examine import Given, examine
from cartvision.ingest.faults import Quarantine
from cartvision.ingest.flags import IngestFlags
from cartvision.ingest.ledger import Ledger
from cartvision.ingest.looks import Looks
from cartvision.ingest.memory import Memory, open_memory
from cartvision.ingest.places import refuse_places, workplace
from cartvision.ingest.resolve import Words
from cartvision.ingest.rows import Rows
from cartvision.ingest.samples import Samples
from cartvision.ingest.source import Source
from cartvision.ingest.tally import Tally
from cartvision.ingest.writing import write_rows
from cartvision.loops import progress
from cartvision.storage.kept import Kept
from cartvision.storage.store import open_store


@dataclass(frozen=True)
class Filled:
    """What is known when the dataset stands."""

    given: list[Given]
    formats: list[str]
    tally: Tally
    decision: Decision
    remembered: int  # pictures placed in an earlier run
    figures: Figures
    samples: Samples


def fill(flags: IngestFlags) -> Filled:
    """What a stopped run has fetched and looked at stays in the workplace for the next one."""
    refuse_places(flags)
    memory = open_memory(flags.memory_file)
    with workplace(flags.workplace), closing(Quarantine(flags.report)) as quarantine:
        given, formats = _given(flags)
        tally = Tally(quarantine, sources=[one.source.uri for one in given])
        return _filled(flags, given, formats=formats, memory=memory, tally=tally)


def _filled(
    flags: IngestFlags, given: list[Given], *, formats: list[str], memory: Memory, tally: Tally
) -> Filled:
    samples = Samples()
    with (
        closing(Ledger(flags.workplace / "ledger.sqlite")) as ledger,
        closing(Rows(flags.workplace / "rows")) as rows,
    ):
        words = _read(ledger, given, flags)
        _examine(ledger, given, words=words, tally=tally, rows=rows, flags=flags)
        decision = _decide(rows, memory, tally=tally, flags=flags)
        figures = Figures(words.attributes)
        with _writer(flags, words, taxonomy=_taxonomy(ledger, rows, words)) as writer:
            write_rows(
                rows, decision, given,
                writer=writer, figures=figures, samples=samples, workers=flags.workers,
            )  # fmt: skip
            memory.write(decision.remembered)  # before the dataset takes its place: it may refuse
    known = sum(one.image_id in memory.pictures for one in rows.candidates)
    return Filled(given, formats, tally, decision, known, figures, samples)


def _given(flags: IngestFlags) -> tuple[list[Given], list[str]]:
    """Each source opened, with its format and licence."""
    formats = _for_each(flags.format, flags.source)
    licences = _for_each(flags.licence or [""], flags.source)
    given = []
    for uri, name, licence in zip(flags.source, formats, licences, strict=True):
        store = open_store(uri)
        source = Source(Kept(store, folder=flags.workplace / "fetched"), uri=store.uri)
        given.append(Given(source, read_format(name), licence))
    return given, formats


def _for_each(values: list[str], sources: list[str]) -> list[str]:
    return values * len(sources) if len(values) == 1 else values


def read_format(name: str) -> Format:
    found: Format = import_module(f"cartvision.ingest.formats.{name}").FORMAT
    return found


def _read(ledger: Ledger, given: list[Given], flags: IngestFlags) -> Words:
    """All that the sources say, into the ledger."""
    columns = dict(pair.split("=", 1) for pair in flags.columns)
    hints = Hints(columns=columns, attributes=tuple(flags.attributes))
    for number, one in enumerate(given):
        said = one.format.read(one.source, hints)
        told = progress(said, what=f"rows of {one.source.uri}", every=100_000)
        ledger.fill(told, source=number)
    return Words(ledger.attributes, frozenset(name.lower() for name in flags.unknown))


def _examine(
    ledger: Ledger,
    given: list[Given],
    *,
    words: Words,
    tally: Tally,
    rows: Rows,
    flags: IngestFlags,
) -> None:
    """Every picture looked at; those that are sound become rows."""
    count = ledger.close_books()
    with closing(Looks(flags.workplace / "looks.sqlite")) as looks:
        outcomes = examine(ledger.cases(), given, words=words, looks=looks, workers=flags.workers)
        for outcome in progress(outcomes, what="pictures", total=count):
            tally.add(outcome)
            if outcome.picture:
                rows.add(outcome)


def _decide(rows: Rows, memory: Memory, *, tally: Tally, flags: IngestFlags) -> Decision:
    """WorkError where too much is broken to go on."""
    tally.require(max_broken=flags.max_broken)
    decision = decide(
        rows.candidates,
        memory=memory.pictures,
        near=flags.near,
        shares=Shares(val=flags.val_share, test=flags.test_share),
        seed=flags.seed,
    )
    for number, fault in decision.left_out.items():
        tally.leave_out(rows.candidates[number], fault)
    return decision


def _taxonomy(ledger: Ledger, rows: Rows, words: Words) -> list[str]:
    """What the sources declare and what their pictures hold, less the names that say nothing."""
    declared = {words.category(name) for name in ledger.categories}
    held = {name for candidate in rows.candidates for name in candidate.categories}
    return sorted((declared | held) - {""})


def _writer(flags: IngestFlags, words: Words, *, taxonomy: list[str]) -> DatasetWriter:
    decided_by = {
        "source", "format", "licence", "columns", "attributes", "unknown",
        "val_share", "test_share", "seed", "near", "max_broken",
    }  # fmt: skip
    return DatasetWriter(
        flags.dataset,
        attributes=list(words.attributes),
        taxonomy=taxonomy,
        made_by={"ingest": flags.model_dump(include=decided_by)},
    )
