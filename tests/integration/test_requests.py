"""How many requests the services get: counted, never timed."""

from tests.standins.request_counts import NAMES, Counted, a_world


def test_a_first_run_and_the_days_after_it_cost_few_requests() -> None:
    with a_world() as world:
        world.fitting_paper(NAMES[0])
        first = world.run()
        world.next_working_day()
        world.run()
        world.next_working_day()
        quiet = world.run()
        world.next_working_day()
        world.fitting_paper(NAMES[1])
        busy = world.run()

    assert first == Counted(arxiv=5, github=11)
    assert quiet == Counted(arxiv=2, github=4)
    assert busy == Counted(arxiv=2, github=11)
