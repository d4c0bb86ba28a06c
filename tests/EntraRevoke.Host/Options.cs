namespace EntraRevoke.Host;

/// <summary>What the command line asks for.</summary>
/// <param name="Text">The PowerShell text to run.</param>
/// <param name="IsEchoed">Whether each statement is shown before it runs.</param>
/// <param name="Secret">An environment variable that the text finds as a secure string of its name, else null.</param>
internal sealed record Options(string Text, bool IsEchoed, string? Secret)
{
    /// <summary>Reads the command line; false when it cannot be understood.</summary>
    internal static bool TryParse(string[] arguments, out Options options)
    {
        string? text = null;
        string? secret = null;
        var isEchoed = false;
        options = new Options("", IsEchoed: false, secret);
        for (var index = 0; index < arguments.Length; index++)
        {
            var value = index + 1 < arguments.Length ? arguments[index + 1] : null;
            switch (arguments[index].ToUpperInvariant())
            {
                case "-ECHO":
                    isEchoed = true;
                    break;
                case "-SECRET" when value is not null:
                    secret = value;
                    index++;
                    break;
                case "-FILE" when text is null && File.Exists(value):
                    text = File.ReadAllText(value);
                    index++;
                    break;
                case "-COMMAND" when text is null && value is not null:
                    text = value;
                    index++;
                    break;
                default:
                    return false;
            }
        }

        options = new Options(text ?? Console.In.ReadToEnd(), isEchoed, secret);
        return true;
    }
}
