namespace EntraRevoke.Native;

/// <summary>How much an operation reports.</summary>
public enum TraceLevel
{
    /// <summary>Only what the user must read to go on.</summary>
    Quiet = 0,

    /// <summary>Also a line for each request, retry and wait.</summary>
    Verbose = 1,

    /// <summary>Also each request and answer with headers and bodies, secrets left out.</summary>
    Debug = 2,
}

/// <summary>For which stream a notice is meant.</summary>
public enum NoticeKind
{
    /// <summary>For the user, to be acted upon: an address to open, a code to enter.</summary>
    Message = 1,

    /// <summary>For the verbose stream.</summary>
    Verbose = 2,

    /// <summary>For the debug stream.</summary>
    Debug = 3,

    /// <summary>For the warning stream.</summary>
    Warning = 4,

    /// <summary>For the progress stream.</summary>
    Progress = 5,
}

/// <summary>How a key is to sign (RFC 7518 3.1).</summary>
public enum SignatureAlgorithm
{
    /// <summary>RSASSA-PSS with SHA-256.</summary>
    Ps256 = 0,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    Rs256 = 1,
}

/// <summary>One step of an operation. The last one is neither a notice nor a question.</summary>
public abstract record OperationStep;

/// <summary>The operation says something; go on.</summary>
/// <param name="Kind">The stream.</param>
/// <param name="Text">The text, free of secrets.</param>
/// <param name="SecondsLeft">Seconds that are left of a progress; zero when it is over.</param>
public sealed record NoticeStep(NoticeKind Kind, string Text, int SecondsLeft) : OperationStep;

/// <summary>The operation needs a signature: answer it, and go on.</summary>
/// <param name="Algorithm">How.</param>
/// <param name="Message">What.</param>
public sealed record SignStep(SignatureAlgorithm Algorithm, IReadOnlyList<byte> Message) : OperationStep;

/// <summary>The sign-in succeeded; null is what no token says.</summary>
public sealed record SignedInStep : OperationStep
{
    /// <summary>Application (client) id.</summary>
    public required string? ClientId { get; init; }

    /// <summary>Tenant id.</summary>
    public required string? TenantId { get; init; }

    /// <summary>Granted permissions.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Who the tokens speak for, such as <c>Delegated</c>.</summary>
    public required string AuthType { get; init; }

    /// <summary>How the tokens were obtained, such as <c>InteractiveBrowser</c>.</summary>
    public required string CredentialType { get; init; }

    /// <summary>User principal name.</summary>
    public required string? Account { get; init; }

    /// <summary>Display name of the application.</summary>
    public required string? AppName { get; init; }

    /// <summary>Name of the environment.</summary>
    public required string Environment { get; init; }

    /// <summary>True when the tokens say that the user is of another tenant.</summary>
    public required bool IsGuest { get; init; }
}

/// <summary>The operation succeeded.</summary>
/// <param name="Value">What the service said; true where it said nothing.</param>
public sealed record DoneStep(bool Value) : OperationStep;
