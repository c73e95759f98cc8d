"""What the compiler does with errors: crates of generated enums, and the cost of each over the same with `Debug` only."""

import os
import pathlib
import re
import resource
import statistics
import subprocess
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent

OURS = f'panda-errors = {{ path = "{ROOT}/panda-errors" }}'
THISERROR = 'thiserror = "2"'

SHAPE = """
pub const SHAPE: panda_errors::Shape = panda_errors::Shape::json(
    r#"{"error":{"code":"{code|name}","message":"{message}","details":"{details}"}}"#,
);
"""


class Peer(typing.NamedTuple):
    dependencies: list
    derives: str
    # Makes the attribute of a variant from its message and status.
    attribute: typing.Callable
    # The trait of the errors.
    trait: str
    # Items in front of the enums, and the attribute of an enum.
    items: str = ""
    of_enum: str = ""


def coded(message, status):
    return f'#[api(status = {status}, message = "{message}", code = "E_{status}", details)]'


PEERS = {
    "Debug": Peer([], "", lambda message, status: "", "std::fmt::Debug"),
    "panda-errors": Peer(
        [OURS],
        ", panda_errors::ApiError",
        lambda message, status: f'#[api(status = {status}, message = "{message}")]',
        "panda_errors::ApiError",
    ),
    "thiserror": Peer(
        [THISERROR],
        ", thiserror::Error",
        lambda message, status: f'#[error("{message}")]',
        "std::error::Error",
    ),
    "thiserror + api-error": Peer(
        [THISERROR, 'api-error = "0.1"', 'http = "1"'],
        ", thiserror::Error, api_error::ApiError",
        lambda message, status: f'#[error("{message}")] #[api_error(status_code = {status}, message(inherit))]',
        "api_error::ApiError",
    ),
}

# Ours without a default feature that builds serde.
WITHOUT_SERDE = "panda-errors without serde"

# Ours with codes and details, without a shape and with one; and ours without serde.
OTHERS = {
    WITHOUT_SERDE: PEERS["panda-errors"]._replace(
        dependencies=[OURS.replace(" }", ', default-features = false, features = ["std"] }')]
    ),
    "codes": Peer([OURS], ", panda_errors::ApiError", coded, "panda_errors::ApiError"),
    "shape": Peer(
        [OURS], ", panda_errors::ApiError", coded, "panda_errors::ApiError", SHAPE, "#[api(shape = SHAPE)]\n"
    ),
}


def variant(index, attribute):
    """A third has a constant message, a third one placeholder, a third two."""
    status = [400, 403, 404, 409, 410, 413, 422, 503][index % 8]
    docs = f"    /// What variant {index} means to a client of the service.\n    "
    match index % 3:
        case 0:
            return f"{docs}{attribute(f'Constant message number {index}', status)}\n    Constant{index},\n"
        case 1:
            message = f"Couldn't find record {index} with ID={{0}}"
            return f"{docs}{attribute(message, status)}\n    Tuple{index}(u64),\n"
        case _:
            message = f"Couldn't find {{model}} {index} with ID={{id}}"
            return f"{docs}{attribute(message, status)}\n    Named{index} {{ model: &'static str, id: String }},\n"


def generate(directory, peer, enums, variants):
    """A crate whose library has the enums, and whose program keeps one error of each, with all that its trait asks."""
    dependencies, derives, attribute, trait, items, of_enum = (PEERS | OTHERS)[peer]
    name = re.sub(r"\W+", "_", peer).lower()
    crate = directory / f"{name}_{enums}_{variants}"
    (crate / "src").mkdir(parents=True)
    imports = "use api_error::ApiError;\n" if "api_error" in derives else ""
    derives = derives.replace("api_error::ApiError", "ApiError")
    library = (
        f"#[derive(Debug{derives})]\n{of_enum}pub enum E{enum} {{\n"
        + "".join(variant(enum * variants + at, attribute) for at in range(variants))
        + "}\n"
        for enum in range(enums)
    )
    (crate / "src/lib.rs").write_text(imports + items + "\n".join(library))
    # The second variant has a number.
    kept = "".join(
        f"        &generated::E{enum}::{first(enum * variants, variants)},\n" for enum in range(enums)
    )
    (crate / "src/main.rs").write_text(
        f"fn main() {{\n    let errors: &[&dyn {trait}] = &[\n{kept}    ];\n"
        '    for error in std::hint::black_box(errors) {\n        println!("{error:?}");\n    }\n}\n'
    )
    (crate / "Cargo.toml").write_text(
        '[package]\nname = "generated"\nedition = "2024"\n\n[profile.release]\nstrip = true\n\n[workspace]\n\n[dependencies]\n'
        + "".join(f"{dependency}\n" for dependency in dependencies)
    )
    return crate


def first(start, variants):
    """The first variant that is a constant, as the enum writes it."""
    return next(f"Constant{index}" for index in range(start, start + variants) if index % 3 == 0)


def cargo(crate, *arguments, target, incremental=False):
    """Runs cargo, and gives the processor seconds that it took."""
    environment = os.environ | {
        "CARGO_TARGET_DIR": str(target),
        "CARGO_INCREMENTAL": "1" if incremental else "0",
        "CARGO_PROFILE_DEV_DEBUG": "0",
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(["cargo", "--quiet", *arguments], cwd=crate, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def check_times(directory, enums, variants, runs, incremental, ours="panda-errors", theirs="thiserror"):
    """The seconds of `cargo check` of ours over theirs, both over Debug's, as a median of runs that take turns."""
    peers = ["Debug", ours, theirs]
    directory = directory / f"{ours}-{'incremental' if incremental else 'clean'}"
    crates = {peer: generate(directory, peer, enums, variants) for peer in peers}
    times = {peer: [] for peer in peers}
    # The first two runs build the dependencies and fill the caches.
    for run in range(runs + 2):
        for peer, crate in crates.items():
            library = crate / "src/lib.rs"
            library.write_text(library.read_text() + "\n")
            taken = cargo(crate, "check", "--lib", target=crate / "target", incremental=incremental)
            if run > 1:
                times[peer].append(taken)
    debug, ours, theirs = (statistics.median(times[peer]) for peer in peers)
    pairs = sorted((a - d) / (b - d) for d, a, b in zip(*times.values()))
    return (ours - debug) / (theirs - debug), pairs


def bytes_per_variant(directory, target, peers=PEERS):
    """The growth of a stripped release program with each variant, over Debug's."""
    few, many, variants = 25, 100, 20
    growth = {}
    for peer in peers:
        sizes = []
        for enums in (few, many):
            crate = generate(directory, peer, enums, variants)
            cargo(crate, "build", "--release", target=target)
            sizes.append((target / "release/generated").stat().st_size)
        growth[peer] = (sizes[1] - sizes[0]) / ((many - few) * variants)
    return {peer: growth[peer] - growth["Debug"] for peer in peers if peer != "Debug"}


def llvm_lines_per_variant(directory, target, peers=PEERS):
    """The lines of LLVM IR that reach the optimiser in a development build, over Debug's."""
    enums, variants = 20, 20
    lines = {}
    for peer in peers:
        crate = generate(directory, peer, enums, variants)
        out = crate / "out.ll"
        cargo(
            crate, "rustc", "--lib", "--", "-Ccodegen-units=1", "-Cno-prepopulate-passes", f"--emit=llvm-ir={out}",
            target=target,
        )
        bodies = re.findall(r"^define .*?^}", out.read_text(), re.MULTILINE | re.DOTALL)
        lines[peer] = sum(body.count("\n") for body in bodies) / (enums * variants)
    return {peer: lines[peer] - lines["Debug"] for peer in peers if peer != "Debug"}


def cold_build_times(directory, runs):
    """The processor seconds of a build with all dependencies over thiserror's: ours, and ours without serde."""
    ours = ["panda-errors", WITHOUT_SERDE]
    ratios = {peer: [] for peer in ours}
    for run in range(runs):
        seconds = {}
        for peer in (*ours, "thiserror"):
            crate = generate(directory / f"cold-{run}", peer, 1, 1)
            cargo(crate, "fetch", target=crate / "target")
            seconds[peer] = cargo(crate, "build", "--lib", target=crate / "target")
        for peer in ours:
            ratios[peer].append(seconds[peer] / seconds["thiserror"])
    return [statistics.median(ratios[peer]) for peer in ours]
