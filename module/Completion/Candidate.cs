namespace EntraRevoke.Completion;

/// <summary>A value that a completer has to offer.</summary>
/// <param name="Value">The value, not quoted.</param>
/// <param name="ToolTip">What it means, in one sentence without full stop.</param>
internal sealed record Candidate(string Value, string ToolTip);
