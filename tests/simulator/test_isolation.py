"""Several simulators in one process, and memory."""

from __future__ import annotations

from moto.core.model_instances import model_data
from moto.iam.models import iam_backends
from moto.organizations.models import organizations_backends

from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.organizations.member import Member
from tests.simulator.conftest import Bench


def test_two_at_once_share_nothing() -> None:
    with Simulator(SimulatorSettings()) as one, Simulator(SimulatorSettings()) as two:
        first, second = Bench(one, one.seed_management_pair()), Bench(two, two.seed_management_pair())
        assert first.payer.commercial.account_id != second.payer.commercial.account_id
        one.create_organization(first.payer.commercial)
        one.vend("x", "x@example.gov")
        assert two.create_organization(second.payer.commercial)
        assert len(second.organizations("commercial").list_accounts()["Accounts"]) == 1
        assert len(first.organizations("commercial").list_accounts()["Accounts"]) == 2
        two.stop()
        assert len(first.organizations("commercial").list_accounts()["Accounts"]) == 2


def test_nothing_is_left_in_moto_afterwards() -> None:
    with Simulator(SimulatorSettings()) as sim:
        pair = sim.seed_management_pair()
        sim.create_organization(pair.commercial)
        sim.vend("x", "x@example.gov")
        assert pair.commercial.account_id in iam_backends
    assert not organizations_backends.master_accounts
    assert pair.commercial.account_id not in iam_backends
    assert pair.commercial.account_id not in organizations_backends
    assert not model_data["organizations"]["Member"].instances_tracked  # type: ignore[attr-defined]
    assert model_data["organizations"]["Member"] is Member


def test_stopping_twice_is_harmless_and_frees_the_ports() -> None:
    sim = Simulator(SimulatorSettings())
    sim.start()
    port = int(sim.commercial.url.rpartition(":")[2])
    sim.stop()
    sim.stop()
    with Simulator(SimulatorSettings(commercial_port=port)) as again:
        assert again.commercial.url.endswith(f":{port}")


def test_a_taken_port_is_an_error_and_leaves_the_other_free() -> None:
    with Simulator(SimulatorSettings()) as sim:
        taken = int(sim.commercial.url.rpartition(":")[2])
        other = Simulator(SimulatorSettings(govcloud_port=taken))
        try:
            other.start()
        except OSError:
            pass
        else:
            raise AssertionError("started on a port that is taken")
        assert sim.seed_management_pair()
