"""Programmes, cohorts, meetings, enrolments and attendance."""
