using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>How each failure of a revocation shows itself.</summary>
public sealed class GraphErrorTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string RequestId = "Request id: ";

    [Fact]
    public void Without_a_sign_in_the_error_says_to_sign_in()
    {
        var error = Shell.Fail(Revoke);
        AssertError(error, $"NotSignedIn,{RevokeClass}", ErrorCategory.AuthenticationError);
        Assert.Equal($"Nobody is signed in. {SignInAgain} first.", error.ToString());
    }

    [Fact]
    public void An_error_on_the_screen_is_its_text_and_no_stack_trace()
    {
        var shown = Shell.Show(Revoke);
        Assert.Contains("Nobody is signed in.", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_permission_is_named()
    {
        await Emulator.Configure(new { withheldScopes = new[] { "User.RevokeSessions.All" } });
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(
            error,
            $"Authorization_RequestDenied,{RevokeClass}",
            ErrorCategory.PermissionDenied,
            "Insufficient privileges",
            "User.RevokeSessions.All",
            "administrator",
            RequestId
        );
    }

    [Theory]
    [InlineData(400, "UnknownError", ErrorCategory.InvalidOperation)]
    [InlineData(404, "Request_ResourceNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(409, "Directory_ConcurrencyViolation", ErrorCategory.InvalidOperation)]
    [InlineData(500, "InternalServerError", ErrorCategory.InvalidOperation)]
    public async Task A_refusal_has_the_code_of_the_service(int status, string code, ErrorCategory category)
    {
        await Emulator.Fault(new { target = "graph", status });
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(error, $"{code},{RevokeClass}", category, "Microsoft Graph says: ", RequestId);
        Assert.Single(await Emulator.Requests("graph"));
    }

    [Theory]
    [InlineData(429, "TooManyRequests", ErrorCategory.LimitsExceeded, "later")]
    [InlineData(503, "ServiceNotAvailable", ErrorCategory.InvalidOperation, "again")]
    [InlineData(504, "GatewayTimeout", ErrorCategory.OperationTimeout, "again")]
    public async Task A_busy_service_is_asked_three_more_times(
        int status,
        string code,
        ErrorCategory category,
        string advice
    )
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status,
                count = 4,
                retryAfter = 0,
            }
        );
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(error, $"{code},{RevokeClass}", category, "Microsoft Graph says: ", advice, RequestId);
        var requests = await Emulator.Requests("graph");
        Assert.Equal([null, "1", "2", "3"], requests.Select(request => request.Header("retry-attempt")));
        Assert.Single(requests.Select(request => request.Header("client-request-id")).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_service_that_is_busy_for_a_while_is_waited_for()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 429,
                retryAfter = 0,
            }
        );
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 503,
                retryAfter = "Wed, 21 Oct 2015 07:28:00 GMT",
            }
        );
        Assert.Equal(true, Shell.SignedIn().Run($"({Revoke}).Value").OnlyOutput.BaseObject);
        Assert.Equal([429, 503, 200], (await Emulator.Requests("graph")).Select(request => request.Status));
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_told_and_not_waited()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 429,
                retryAfter = 3600,
            }
        );
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(error, $"TooManyRequests,{RevokeClass}", ErrorCategory.LimitsExceeded, "3600 seconds", RequestId);
    }

    [Fact]
    public async Task An_error_without_json_still_tells_the_status()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 500,
                body = "oops",
            }
        );
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(error, $"Http500,{RevokeClass}", ErrorCategory.InvalidOperation, "500", "again", RequestId);
    }

    [Fact]
    public async Task A_page_in_place_of_an_error_is_not_taken_for_graphs_and_its_status_is_told()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                kind = "html",
                status = 404,
            }
        );
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(error, $"InvalidResponse,{RevokeClass}", ErrorCategory.InvalidOperation, "404", "network");
        Assert.DoesNotContain("<", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("truncate")]
    [InlineData("html")]
    public async Task An_answer_that_is_not_graphs_is_not_taken_for_success(string kind)
    {
        await Emulator.Fault(new { target = "graph", kind });
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(error, $"InvalidResponse,{RevokeClass}", ErrorCategory.InvalidOperation, "proxy", "network");
    }

    [Fact]
    public async Task A_connection_that_breaks_is_opened_once_more_and_then_it_is_told()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                kind = "close",
                count = 2,
            }
        );
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(error, $"ConnectionFailed,{RevokeClass}", ErrorCategory.ConnectionError, "broke", "network");
        Assert.Equal(2, (await Emulator.Requests("graph")).Count);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_runs_into_the_time_limit()
    {
        await Emulator.Fault(new { target = "graph", kind = "hang" });
        var error = Shell.SignedIn("-ClientTimeout 2").Fail(Revoke);
        AssertError(
            error,
            $"RequestTimeout,{RevokeClass}",
            ErrorCategory.OperationTimeout,
            "2 seconds",
            "-ClientTimeout"
        );
    }

    [Fact]
    public async Task A_token_that_is_refused_twice_is_an_error_and_not_a_loop()
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 401,
                count = 5,
            }
        );
        var error = Shell.SignedIn().Fail(Revoke);
        AssertError(
            error,
            $"InvalidAuthenticationToken,{RevokeClass}",
            ErrorCategory.AuthenticationError,
            SignInAgain,
            RequestId
        );
        Assert.Equal(2, (await Emulator.Requests("graph")).Count);
        Assert.Equal(2, (await Emulator.Requests("token")).Count);
    }

    [Fact]
    public void After_a_revocation_the_error_says_that_the_sign_in_was_revoked()
    {
        Shell.SignedIn().Run(Revoke).Succeed();
        var error = Shell.Fail(Revoke);
        AssertError(
            error,
            $"SessionRevoked,{RevokeClass}",
            ErrorCategory.AuthenticationError,
            "was revoked",
            SignInAgain
        );
    }

    [Fact]
    public async Task After_a_revocation_no_service_is_asked_again()
    {
        Shell.SignedIn().Run(Revoke).Succeed();
        await Emulator.ForgetRequests();
        Shell.Fail(Revoke);
        Assert.Empty(await Emulator.Requests("graph"));
        Assert.Empty(await Emulator.Requests("token"));
    }

    [Fact]
    public async Task A_script_can_act_on_the_exception()
    {
        await Emulator.Fault(new { target = "graph", status = 403 });
        var outcome = Shell
            .SignedIn()
            .Run(
                $"try {{ {Revoke} }} catch [EntraRevoke.EntraRevokeException] {{ $e = $_.Exception }}; $e.Code; $e.Status; $e.Kind"
            );
        Assert.Equal(
            ["Authorization_RequestDenied", "403", "PermissionDenied"],
            outcome.Succeed().Output.Select(item => item.ToString())
        );
    }
}
