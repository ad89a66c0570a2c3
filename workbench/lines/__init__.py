"""The review without a screen: in lines for people, in JSON for programs."""
