//! A finding as text with the source around it.
