"""Compile the kernels where the package is built: beside their source for an editable install, else into the wheel."""

import os
import shutil
from contextlib import chdir
from pathlib import Path
from typing import Any

from Cython.Build import cythonize
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension

KERNELS = Path("etl", "kernels")
# Set it to anything, and a place outside of an array raises IndexError: for tests of the kernels.
CHECKED = "IMMUNOTABLES_CHECKED_KERNELS"


class CustomBuildHook(BuildHookInterface):
    """Compile every ``etl/kernels/*.pyx``; only what changed is compiled again."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the compiled modules among what is built."""
        build_data["pure_python"], build_data["infer_tag"] = False, True
        for module in compiled(Path(self.root)):
            if version == "editable":
                shutil.copy(module, Path(self.root) / KERNELS)
            else:
                build_data["force_include"][str(module)] = (KERNELS / module.name).as_posix()


def compiled(root: Path) -> list[Path]:
    """Compile the kernels and give the paths of their modules."""
    is_checked = CHECKED in os.environ
    work = Path("build", "kernels-checked" if is_checked else "kernels")
    directives = {"language_level": 3, "boundscheck": is_checked, "wraparound": False, "cdivision": True}
    with chdir(root):
        extensions = cythonize(
            [Extension(".".join(path.with_suffix("").parts), [str(path)]) for path in sorted(KERNELS.glob("*.pyx"))],
            build_dir=str(work / "c"),
            compiler_directives=directives,
            quiet=True,
        )
        command = Distribution({"name": "immunotables", "ext_modules": extensions}).get_command_obj("build_ext")
        command.build_temp, command.build_lib, command.parallel = str(work / "objects"), str(work / "modules"), True
        command.ensure_finalized()
        command.run()
        return [Path(path).resolve() for path in command.get_outputs()]
