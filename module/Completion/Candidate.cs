namespace EntraRevoke.Completion;

/// <summary>A value that a completer has to offer.</summary>
/// <param name="Value">The value, not quoted.</param>
/// <param name="ToolTip">What it means, in one sentence without full stop.</param>
internal readonly record struct Candidate(string Value, string ToolTip);
