"""Takes the recorded runs along into the installed package; all else about the build is in pyproject.toml."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class WithRecordedRuns(build_py):
    """Builds the packages, and beside the studio's modules what lies in assets/recorded."""

    def run(self) -> None:
        super().run()
        if not self.editable_mode:  # a clone finds its own
            target = Path(self.build_lib) / "studio" / "assets" / "recorded"
            shutil.copytree(Path(__file__).parent / "assets" / "recorded", target, dirs_exist_ok=True)


setup(cmdclass={"build_py": WithRecordedRuns})
