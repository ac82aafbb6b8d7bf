"""The number of threads follows what is faster at the moment."""

from random import Random
from statistics import mean

from electra_engine.training.threads import LONGEST_INTERVAL, ThreadGovernor


class Machine:
    """A clock and two speeds: seconds a step on all threads and on one."""

    def __init__(self, many: float, one: float, work: float = 1.0) -> None:
        self.seconds, self.work = {2: many, 1: one}, work
        self.governor = ThreadGovernor(2, fixed=False, now=0.0)
        self.now = 0.0
        self.used: list[int] = []

    def run(self, duration: float) -> list[int]:
        end, first = self.now + duration, len(self.used)
        while self.now < end:
            threads = self.governor.threads
            self.now += self.seconds[threads]
            self.used.append(threads)
            self.governor.note(self.seconds[threads], self.now, self.work)
        return self.used[first:]

    def run_disturbed(
        self, times: int, seconds: dict[int, float], duration: float, quiet: float
    ) -> list[int]:
        """So many times for a while at other speeds, then for `quiet` seconds at its own."""
        own, used = self.seconds, []
        for _ in range(times):
            self.seconds = seconds
            used += self.run(duration)
            self.seconds = own
            used += self.run(quiet)
        return used


def share_of_one(used: list[int]) -> float:
    return used.count(1) / len(used)


def test_an_idle_machine_keeps_all_threads_but_for_short_trials() -> None:
    machine = Machine(many=0.05, one=0.08)
    assert share_of_one(machine.run(120)) < 0.02


def test_the_bursts_of_an_open_page_do_not_cost_a_thread() -> None:
    machine = Machine(many=0.05, one=0.08)
    # In the first third of each second another program wants a core.
    used = machine.run_disturbed(120, {2: 0.17, 1: 0.09}, 0.33, quiet=0.67)
    assert share_of_one(used) < 0.05


def test_a_page_that_is_turned_to_now_and_then_does_not_cost_a_thread() -> None:
    machine = Machine(many=0.06, one=0.078)
    machine.run(60)
    used = machine.run_disturbed(20, {2: 0.09, 1: 0.085}, 2.0, quiet=10.0)  # two seconds of drawing it
    assert share_of_one(used) < 0.03


def test_steps_a_little_slower_than_on_one_thread_are_noticed_however_short_they_are() -> None:
    for scale, work in ((1.0, 1.0), (0.1, 1.0), (1.0, 1300.0)):
        machine = Machine(many=0.06 * scale, one=0.078 * scale, work=work)
        machine.run(60)
        machine.seconds = {2: 0.15 * scale, 1: 0.09 * scale}
        machine.run(5)
        assert share_of_one(machine.run(60)) > 0.9


def test_long_steps_of_unequal_cost_do_not_cost_a_thread() -> None:
    shares = []
    for seed in range(3):
        machine, chance = Machine(many=1.6, one=2.2), Random(seed)
        used = []
        for _ in range(300):
            more = chance.uniform(0.6, 1.7)
            machine.seconds = {2: 1.6 * more, 1: 2.2 * more}
            used += machine.run(0.1)  # a step
        shares.append(share_of_one(used))
    assert mean(shares) < 0.28


def test_a_busy_machine_soon_goes_on_with_one() -> None:
    machine = Machine(many=1.0, one=0.15)
    machine.run(10)
    assert share_of_one(machine.run(60)) > 0.9


def test_a_machine_that_becomes_busy_is_noticed_within_a_few_steps_and_so_is_its_end() -> None:
    machine = Machine(many=0.05, one=0.08)
    machine.run(60)
    machine.seconds = {2: 1.0, 1: 0.12}
    machine.run(12)
    assert share_of_one(machine.run(20)) > 0.8
    machine.seconds = {2: 0.05, 1: 0.08}
    machine.run(LONGEST_INTERVAL + 1)
    assert share_of_one(machine.run(30)) < 0.1


def test_a_fixed_number_is_never_changed() -> None:
    governor = ThreadGovernor(2, fixed=True, now=0.0)
    for second in range(1000):
        governor.note(1.0 if second % 2 else 30.0, float(second))
        assert governor.threads == 2
