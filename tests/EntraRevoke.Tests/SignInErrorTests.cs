using System.Management.Automation;
using System.Net;
using System.Net.Sockets;

namespace EntraRevoke.Tests;

/// <summary>How each failure of an interactive or device code sign-in shows itself.</summary>
public sealed class SignInErrorTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string DeviceCode = "Connect-Entra -UseDeviceCode";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Emulator.Configure(new { deviceCodeIntervalS = 1 });
    }

    [Theory]
    [InlineData("-TenantId nowhere.example", "AADSTS90002", ErrorCategory.ObjectNotFound, "-TenantId")]
    [InlineData("-TenantId 'a/b'", "InvalidTenant", ErrorCategory.InvalidArgument, "tenant id")]
    [InlineData("-ClientId mine", "InvalidClientId", ErrorCategory.InvalidArgument, "GUID")]
    [InlineData("-Environment Nowhere", "EnvironmentNotFound", ErrorCategory.ObjectNotFound, "Get-EntraEnvironment")]
    [InlineData("-Scopes ' , '", "InvalidScopes", ErrorCategory.InvalidArgument, "User.RevokeSessions.All")]
    public void A_name_that_is_wrong_is_told(string arguments, string code, ErrorCategory category, string says)
    {
        AssertError(Shell.Fail($"{DeviceCode} {arguments}"), $"{code},{ConnectClass}", category, says);
    }

    [Fact]
    public async Task An_application_that_the_tenant_does_not_know_is_told()
    {
        await Emulator.Configure(new { clients = new[] { Guid.NewGuid().ToString() } });
        var error = Shell.Fail(DeviceCode);
        AssertError(error, $"AADSTS700016,{ConnectClass}", ErrorCategory.InvalidArgument, "-ClientId", "Request id: ");
    }

    [Fact]
    public async Task A_refused_consent_is_told()
    {
        await Emulator.Configure(new { authorizeError = "access_denied" });
        var error = Shell.Fail("Connect-Entra");
        AssertError(
            error,
            $"AADSTS65004,{ConnectClass}",
            ErrorCategory.PermissionDenied,
            "declined to consent",
            "administrator",
            "Request id: "
        );
    }

    [Fact]
    public async Task A_declined_device_code_is_told()
    {
        var error = await FailAfter("decline");
        Assert.EndsWith($",{ConnectClass}", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        AssertError(
            error,
            error.FullyQualifiedErrorId,
            ErrorCategory.PermissionDenied,
            "declined",
            "Run the command again and accept"
        );
    }

    [Fact]
    public async Task An_expired_device_code_is_told()
    {
        AssertError(
            await FailAfter("expire"),
            $"DeviceCodeExpired,{ConnectClass}",
            ErrorCategory.OperationTimeout,
            "expired",
            "Run the command again"
        );
    }

    [Fact]
    public void A_service_that_cannot_be_reached_is_told()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var closed = $"http://{listener.LocalEndpoint}";
        listener.Stop();
        var name = $"Closed {Guid.NewGuid():N}";
        Shell.Run($"$null = Add-EntraEnvironment '{name}' {closed} {closed}").Succeed();
        var error = Shell.Fail($"{DeviceCode} -Environment '{name}'");
        AssertError(
            error,
            $"ConnectionFailed,{ConnectClass}",
            ErrorCategory.ConnectionError,
            "could not be reached",
            "Check the network",
            "proxy"
        );
    }

    [Theory]
    [InlineData("devicecode", DeviceCode)]
    [InlineData("token", "Connect-Entra")]
    public async Task A_connection_that_breaks_is_told(string target, string command)
    {
        await Emulator.Fault(
            new
            {
                target,
                kind = "close",
                count = 9,
            }
        );
        var error = Shell.Fail(command);
        AssertError(error, $"ConnectionFailed,{ConnectClass}", ErrorCategory.ConnectionError, "Check the network");
    }

    [Theory]
    [InlineData("devicecode", "html", DeviceCode)]
    [InlineData("devicecode", "truncate", DeviceCode)]
    [InlineData("token", "html", "Connect-Entra")]
    [InlineData("token", "truncate", "Connect-Entra")]
    public async Task An_answer_that_is_not_the_services_is_told(string target, string kind, string command)
    {
        await Emulator.Fault(new { target, kind });
        var error = Shell.Fail(command);
        AssertError(error, $"InvalidResponse,{ConnectClass}", ErrorCategory.InvalidOperation, "proxy", "network");
    }

    [Fact]
    public async Task A_connection_that_breaks_while_a_device_code_is_waited_for_ends_nothing()
    {
        await Emulator.Configure(new { deviceAutoApproveAfterPolls = 0 });
        await Emulator.Fault(new { target = "token", kind = "close" });
        Shell.SignedIn("-UseDeviceCode");
        Assert.Equal(["reset", "answered"], (await Emulator.Requests("token")).Select(request => request.Outcome));
    }

    [Fact]
    public async Task A_sign_in_service_that_fails_is_told()
    {
        await Emulator.Fault(
            new
            {
                target = "token",
                status = 500,
                count = 9,
                retryAfter = 0,
                body = "oops",
            }
        );
        var error = Shell.Fail("Connect-Entra");
        AssertError(error, $"Http500,{ConnectClass}", ErrorCategory.InvalidOperation, "500");
    }

    [Fact]
    public async Task A_failed_sign_in_leaves_nobody_signed_in()
    {
        await Emulator.Configure(new { authorizeError = "access_denied" });
        Shell.Fail("Connect-Entra");
        Assert.Empty(Shell.Run("Get-EntraContext").Succeed().Output);
        Assert.StartsWith("NotSignedIn,", Shell.Fail(Revoke).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private async Task<ErrorRecord> FailAfter(string action)
    {
        await Emulator.Configure(new { deviceAutoApproveAfterPolls = (int?)null });
        using var script = Shell.Start($"try {{ {DeviceCode} }} catch {{ $_ }}");
        await Emulator.Device(await Shell.Screen.UserCode(), action);
        var outcome = script.Finish();
        Clean.OfSecrets(outcome.Everything);
        return Assert.IsType<ErrorRecord>(outcome.OnlyOutput.BaseObject);
    }
}
