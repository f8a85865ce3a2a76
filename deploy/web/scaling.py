"""The least number of tasks that auto scaling keeps: the colour with the traffic has one, the other none."""

from dataclasses import dataclass

from deploy.environment import Environment

DIMENSION = "ecs:service:DesiredCount"


@dataclass(frozen=True)
class Scaling:
    """Auto scaling of both services, or nothing at all where it is switched off."""

    env: Environment

    @property
    def on(self) -> bool:
        """Whether Terraform made it; it is asked for nothing where not."""
        return bool(self.env.output("switches").get("auto_scaling_enabled"))

    def least(self, colour: str) -> int:
        """The colour's least number of tasks; 0 without auto scaling."""
        if not self.on:
            return 0
        client = self.env.client("application-autoscaling")
        found = client.describe_scalable_targets(
            ServiceNamespace="ecs", ResourceIds=[self._service(colour)], ScalableDimension=DIMENSION
        )
        return next((int(each["MinCapacity"]) for each in found["ScalableTargets"]), 0)

    def keep(self, colour: str, least: int) -> None:
        """Let the colour have no fewer tasks than this from now on. Its greatest number stays."""
        if self.on:
            self.env.client("application-autoscaling").register_scalable_target(
                ServiceNamespace="ecs",
                ResourceId=self._service(colour),
                ScalableDimension=DIMENSION,
                MinCapacity=least,
            )

    def _service(self, colour: str) -> str:
        return f"service/{self.env.output('cluster')}/{self.env.output('services')[colour]}"
