"""What must hold whatever goes wrong: faults of the network, kills, full disks, hostile text, keys that leak."""
