"""What happens to a submission between the hand-over and the answer: recording, putting right, denying."""
