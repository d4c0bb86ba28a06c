namespace EntraRevoke.Tests.Infrastructure;

/// <summary>A parameter of a help page, with what its YAML says.</summary>
internal sealed record HelpParameter(string Name, string Description, string Yaml)
{
    /// <summary>The value of an attribute; empty where there is none.</summary>
    internal string this[string attribute] =>
        Yaml.Split('\n')
            .Select(line => line.Split(':', 2))
            .Where(pair => string.Equals(pair[0], attribute, StringComparison.Ordinal))
            .Select(pair => pair[1].Trim())
            .SingleOrDefault("");

    /// <summary>The words of an attribute.</summary>
    internal IReadOnlyList<string> Words(string attribute) =>
        this[attribute].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
