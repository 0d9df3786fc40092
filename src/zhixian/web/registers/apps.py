"""Tells Django of the room."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Registers that units, banks and companies keep."""

    name = "zhixian.web.registers"
    label = "registers"
    verbose_name = "台账"

    def ready(self) -> None:
        """Load the registers of the place, which stops a site that asks for one nobody wrote; add the menu and the jobs."""
        from zhixian.web.registers import jobs, menu  # noqa: F401 -- jobs register themselves
        from zhixian.web.registers.definitions import kept_registers

        kept_registers()
        menu.add()
