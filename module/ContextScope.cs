namespace EntraRevoke;

/// <summary>Who may use a sign-in.</summary>
public enum ContextScope
{
    /// <summary>Every runspace of the process.</summary>
    Process = 0,

    /// <summary>Accepted for scripts written for other modules; the same as <see cref="Process"/>.</summary>
    CurrentUser = 1,

    /// <summary>Only the runspace that signed in.</summary>
    Runspace = 2,
}
