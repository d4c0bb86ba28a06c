namespace EntraRevoke.Tests.Infrastructure;

/// <summary>An example of a help page.</summary>
internal sealed record HelpExample(string Title, string Code, string Output, string Remarks);
