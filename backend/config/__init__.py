"""The assembly: settings, addresses, schedule, command line, launcher and demo world."""
