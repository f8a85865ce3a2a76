"""How a version of the dashboard gets its traffic, and gives it back.

    images, findings   what is pushed, and what its scan has found
    versions           task definitions: a version with its settings
    services           the two ECS services, blue and green
    traffic            the weights: which colour has how much of it
    underway           a switch in progress, as the load balancer remembers it
    startup            waiting for new tasks, and why they failed
    preview            a colour tried before visitors see it
    alarms, scaling    what may stop a switch; the numbers that move with it
    switch             the steps of a switch, and the way back from each
    recovery           what a switch that broke off has left
    checks, smoke      is an installation answering as it should?

State is what AWS says: weights, services and one rule of the load balancer. No file is kept.
"""
