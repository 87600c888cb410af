"""Learns the bundled content once, when the wheel is built, so that no first start waits for it."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LearnBundledContent(BuildHookInterface):  # type: ignore[type-arg]
    """Puts what was learned into ``chatbot/learned/``, which the cache looks into first."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - its interface
        """Called by hatchling before the files of the wheel are collected."""
        sys.path.insert(0, self.root)
        try:
            from chatbot.bot import learn_bundled  # noqa: PLC0415 - only importable from the source tree
        finally:
            sys.path.remove(self.root)
        learned = learn_bundled()
        self.app.display_info(f"learned the bundled content: {learned}")
        build_data["artifacts"].append("/chatbot/learned/*.bin")
