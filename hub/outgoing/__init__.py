"""What leaves the house by itself: messages to webhooks, digests by e-mail."""
