"""Starts talentdesk: `python3 -m talentdesk`, and its tests: `python3 -m talentdesk test`."""

import gc
import os
import sys

OLDEST, NEWEST = (3, 11), (3, 14)
DONE, MISHAP = 0, 3


def main() -> int:
    """Runs the command line; returns the exit code: 0 done, 1 faults in the input, 2 usage, 3 a mishap."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        print(_other_python(), file=sys.stderr)
        return MISHAP
    # Only from here on may anything be imported: an older Python could not even read it.
    from talentdesk.bootstrap.voice import Trouble, tell

    try:
        return _start(sys.argv[1:])
    except Trouble as trouble:
        tell(str(trouble))
        return MISHAP
    except KeyboardInterrupt:
        return 130


def _start(arguments: "list[str]") -> int:
    from talentdesk.bootstrap import gate, system

    if arguments[:1] == ["test"]:
        gate.test(arguments[1:])
    desktop = _wants_desktop(arguments)
    if not desktop:
        # Nearly all that a command makes lives as long as it: looking through it for garbage every 700 objects finds
        # nothing, and would take a twelfth of a render.
        gc.set_threshold(50_000)
    seen = desktop and system.display()
    gate.enter(arguments, window=seen)
    from talentdesk.hardening import harden

    harden()
    if desktop and not seen:
        return _show_on_paper()
    os.environ.update(system.input_method(os.environ))
    from talentdesk import cli

    try:
        return cli.main(arguments)
    finally:
        if not desktop:
            # Python would look through everything once more on its way out: a seventh of a render.
            gc.freeze()


def _wants_desktop(arguments: "list[str]") -> bool:
    """`open` is the command when none is named: an option in its place belongs to it, but for asking what there is."""
    if {"-h", "--help", "--version"}.intersection(arguments):
        return False
    return not arguments or arguments[0] == "open" or arguments[0].startswith("-")


def _show_on_paper() -> int:
    """Without a display the main job can still be seen: the sample case as a form, and what the rules say of it."""
    import json
    import tempfile
    from pathlib import Path

    from talentdesk import cli
    from talentdesk.bootstrap.voice import tell
    from talentdesk.i18n import say, system_language
    from talentdesk.service.sample import sample

    case, here = sample(), system_language()
    tell(say("There is no display here, so no window opens. The sample case goes to paper instead:", here))
    folder = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path(tempfile.mkdtemp())
    form = folder / "talentdesk-sample.pdf"
    with tempfile.TemporaryDirectory() as place:
        answers = Path(place, "answers.json")
        answers.write_text(json.dumps(case.answers, default=str, ensure_ascii=False), "utf-8")
        told = [case.procedure, "--answers", str(answers), "--as-of", case.as_of.isoformat()]
        code = cli.main(["evaluate", *told, "--language", here]) or cli.main(["render", *told, "--out", str(form)])
    if code == DONE:
        tell(say("The filled form: {file}", here, file=str(form)))
    return code


def _other_python() -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    return (
        f"talentdesk needs Python 3.11 to 3.14, and this is Python {version}. Install one of them and start with it.\n"
        f"talentdesk 需要 Python 3.11 至 3.14，当前为 Python {version}。请安装其中一个版本，并用它启动。"
    )


if __name__ == "__main__":
    sys.exit(main())
