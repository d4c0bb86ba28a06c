using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace EntraRevoke;

/// <summary>Turns failures into the error records that users and scripts see; the only place that does.</summary>
internal static class ErrorTranslator
{
    /// <summary>
    /// Makes the error record of a failure. PowerShell adds the cmdlet's class to the id; the text says what happened,
    /// what to do next, and under which id the service knows the request.
    /// </summary>
    /// <param name="cmdlet">The cmdlet that failed, else null.</param>
    /// <param name="failure">What happened.</param>
    /// <param name="target">The input to which it happened, else null.</param>
    internal static ErrorRecord ToErrorRecord(PSCmdlet? cmdlet, EntraRevokeException failure, object? target)
    {
        var shown = new EntraRevokeException(failure, Text(failure, ErrorAdvice.For(failure, cmdlet)));
        return new ErrorRecord(shown, failure.Code, Category(failure), target);
    }

    /// <summary>The failure of a call that needs a sign-in when there is none.</summary>
    internal static EntraRevokeException NotSignedIn() =>
        new(EntraErrorKind.Authentication, "NotSignedIn", "nobody is signed in");

    /// <summary>The failure of a sign-out when there is no sign-in.</summary>
    internal static EntraRevokeException NothingToSignOutFrom() =>
        new(EntraErrorKind.Authentication, "NotSignedIn", "there is nothing to sign out from: nobody is signed in");

    /// <summary>The failure of a call that began while another one signed out or signed in anew.</summary>
    internal static EntraRevokeException SignInEnded() =>
        new(EntraErrorKind.Authentication, "SignInEnded", "the sign-in was ended by another command meanwhile");

    private static string Text(EntraRevokeException failure, string advice)
    {
        var text = new StringBuilder(Sentence(failure.Message));
        if (failure.RetryAfter is { } wait)
        {
            text.Append(CultureInfo.InvariantCulture, $" The service asks to wait {wait.TotalSeconds:0} seconds.");
        }

        if (advice.Length > 0)
        {
            text.Append(' ').Append(advice);
        }

        if (failure.RequestId is { } id)
        {
            text.Append(CultureInfo.InvariantCulture, $" Request id: {id}");
        }
        else if (failure.ClientRequestId is { } sent)
        {
            text.Append(CultureInfo.InvariantCulture, $" Client request id: {sent}");
        }

        return text.ToString();
    }

    private static string Sentence(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
        {
            return "The operation failed.";
        }

        var end = trimmed[^1] is '.' or '!' or '?' ? "" : ".";
        return BeginsWithWord(trimmed) ? char.ToUpperInvariant(trimmed[0]) + trimmed[1..] + end : trimmed + end;
    }

    /// <summary>Hosts, addresses, parameters and codes are written as they are, at the beginning too.</summary>
    private static bool BeginsWithWord(string text) => text.Split(' ', 2)[0].All(char.IsAsciiLetterLower);

    private static ErrorCategory Category(EntraRevokeException failure) =>
        failure.Kind switch
        {
            EntraErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
            EntraErrorKind.Authentication => ErrorCategory.AuthenticationError,
            EntraErrorKind.PermissionDenied => ErrorCategory.PermissionDenied,
            EntraErrorKind.NotFound => ErrorCategory.ObjectNotFound,
            EntraErrorKind.Throttled => ErrorCategory.LimitsExceeded,
            EntraErrorKind.Timeout => ErrorCategory.OperationTimeout,
            EntraErrorKind.Connection => ErrorCategory.ConnectionError,
            EntraErrorKind.InvalidResponse or EntraErrorKind.Service or EntraErrorKind.Internal =>
                ErrorCategory.InvalidOperation,
            _ => ErrorCategory.NotSpecified,
        };
}
