"""The own account: password, e-mail, language, sessions."""
