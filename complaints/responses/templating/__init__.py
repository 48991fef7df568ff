"""Answer templates: texts of an authority from which its officials begin an answer, in Kazakh and in Russian."""
