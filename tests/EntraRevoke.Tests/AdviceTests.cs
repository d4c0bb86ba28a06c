using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>What an error tells the user to do can be done, here and now, and is not what was just refused.</summary>
public sealed class AdviceTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string DeviceCode = "Connect-Entra -UseDeviceCode";

    private string Where => $"-Environment '{Shell.EnvironmentName}'";

    /// <summary>Refusals of the token endpoint, and what Microsoft's list of them says to do.</summary>
    public static TheoryData<int, string, string> Refusals =>
        new()
        {
            { 7000218, "invalid_client", "Allow public client flows" },
            { 7000218, "invalid_client", "http://localhost" },
            { 7000215, "invalid_client", "not the id of the secret" },
            { 7000222, "invalid_client", "new client secret" },
            { 700016, "unauthorized_client", "-ClientId" },
            { 7000112, "unauthorized_client", "enable the application" },
            { 50194, "invalid_request", "-TenantId" },
            { 9001023, "invalid_request", "-TenantId" },
            { 9002327, "invalid_request", "mobile and desktop applications" },
            { 50011, "invalid_request", "http://localhost" },
            { 50105, "invalid_grant", "assign you to the application" },
            { 65001, "invalid_grant", "administrator to consent" },
            { 90094, "invalid_grant", "administrator to consent" },
            { 90095, "invalid_grant", "approval" },
            { 65002, "invalid_client", "application of your own" },
            { 650057, "invalid_resource", "User.RevokeSessions.All" },
            { 70011, "invalid_scope", "-Scopes" },
            { 90099, "invalid_grant", "consent" },
            { 53000, "invalid_grant", "compliant" },
            { 53001, "invalid_grant", "organization's domain" },
            { 50097, "invalid_grant", "registered device" },
            { 53002, "invalid_grant", "approved applications" },
            { 53003, "invalid_grant", "sign-in logs" },
            { 530032, "invalid_grant", "sign-in logs" },
            { 500021, "invalid_grant", "another network" },
            { 90002, "invalid_request", "-TenantId" },
            { 90038, "invalid_request", "another cloud" },
            { 900382, "invalid_request", "another cloud" },
            { 900432, "invalid_request", "-Environment" },
            { 500011, "invalid_resource", "belong together" },
            { 90033, "temporarily_unavailable", "in a minute" },
            { 50034, "invalid_grant", "invite it as a guest" },
            { 50020, "interaction_required", "invite it as a guest" },
            { 50053, "invalid_grant", "unblock" },
            { 50055, "invalid_grant", "new password" },
            { 50057, "invalid_grant", "enable the account" },
            { 500571, "invalid_grant", "guest account" },
            { 123456, "invalid_grant", "https://login.microsoftonline.com/error?code=123456 says more" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_sign_in_says_what_to_do_and_not_to_do_the_same_again(
        int number,
        string oauth,
        string says
    )
    {
        await Refuse("devicecode", number, oauth);
        var error = Shell.Fail(DeviceCode);
        Assert.Equal($"AADSTS{number},{ConnectClass}", error.FullyQualifiedErrorId);
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sign in again", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(50076, "second factor")]
    [InlineData(50079, "second factor")]
    [InlineData(70043, "how long a sign-in lasts")]
    [InlineData(700082, "not used for too long")]
    [InlineData(50173, "was revoked")]
    public async Task A_renewal_that_needs_the_user_says_how_to_sign_in_to_the_same_place(int number, string says)
    {
        await Emulator.Fault(new { target = "graph", status = 401 });
        Shell.SignedIn();
        await Refuse("token", number, "invalid_grant");
        AssertError(
            Shell.Fail(Revoke),
            $"AADSTS{number},{RevokeClass}",
            ErrorCategory.AuthenticationError,
            $"{SignInAgain} {Where} -TenantId {Emulator.TenantId} -ContextScope Runspace",
            says
        );
    }

    [Fact]
    public async Task The_command_of_an_advice_keeps_the_application()
    {
        var client = Guid.NewGuid().ToString();
        await Emulator.Configure(new { clients = new[] { client } });
        Shell.SignedIn($"-ClientId {client}").Run(Revoke).Succeed();
        var error = Shell.Fail(Revoke);
        Assert.Contains(
            $"{SignInAgain} {Where} -TenantId {Emulator.TenantId} -ClientId {client} -ContextScope Runspace to sign in again.",
            error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_command_of_an_advice_is_that_of_the_call_that_failed()
    {
        await Refuse("devicecode", 65001, "invalid_grant");
        var error = Shell.Fail($"{DeviceCode} -TenantId contoso.example -Scopes Mail.Read");
        Assert.Contains(
            $"then run Connect-Entra -Scopes 'User.RevokeSessions.All' {Where} -TenantId contoso.example -ContextScope Runspace.",
            error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Remove-Module EntraRevoke; Import-Module $Manifest -Prefix Lab", "Lab", "Connect-LabEntra")]
    [InlineData("function global:Connect-Entra { 'theirs' }", "", @"EntraRevoke\Connect-Entra")]
    [InlineData(
        "Remove-Module EntraRevoke; Import-Module $Manifest -Prefix Lab; function global:Connect-LabEntra { 'theirs' }",
        "Lab",
        @"EntraRevoke\Connect-LabEntra"
    )]
    [InlineData(
        "function global:Connect-Entra { 'theirs' }; ${Alias:Connect-Entra} = 'EntraRevoke\\Connect-Entra'",
        "",
        "Connect-Entra"
    )]
    public void A_command_is_named_as_it_must_be_typed_here(string script, string prefix, string typed)
    {
        Shell.Run(script).Succeed();
        var command = Revoke.Replace("-", "-" + prefix, StringComparison.Ordinal);
        var error = Shell.Fail(command);
        Assert.Equal($"Nobody is signed in. Run {typed} -Scopes 'User.RevokeSessions.All' first.", error.ToString());
    }

    [Fact]
    public void A_command_named_in_a_refusal_of_an_environment_has_the_prefix_of_the_import()
    {
        Shell.Run("Remove-Module EntraRevoke; Import-Module $Manifest -Prefix Lab").Succeed();
        var error = Assert.Single(Shell.Run("Set-LabEntraEnvironment Global https://a.example").Errors);
        Assert.Contains("Use Add-LabEntraEnvironment", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_token_that_is_refused_needs_a_new_token_and_no_browser()
    {
        Shell.Set("Token", MintedTokens.Secure((await Emulator.Mint()).AccessToken));
        Shell.Run("Connect-Entra -AccessToken $Token -NoWelcome").Succeed();
        await Emulator.Fault(new { target = "graph", status = 401 });
        var text = Shell.Fail(Revoke).ToString();
        Assert.Contains("Get a new access token", text, StringComparison.Ordinal);
        Assert.Contains($"Connect-Entra {Where} -ContextScope Runspace -AccessToken", text, StringComparison.Ordinal);
        Assert.DoesNotContain("-Scopes", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_token_without_the_permission_says_which_one_is_missing()
    {
        Shell.Set("Token", MintedTokens.Secure((await Emulator.Mint()).AccessToken));
        Shell.Run("Connect-Entra -AccessToken $Token -NoWelcome").Succeed();
        await Emulator.Fault(new { target = "graph", status = 403 });
        var text = Shell.Fail(Revoke).ToString();
        Assert.Contains("Get an access token with more permissions", text, StringComparison.Ordinal);
        Assert.Contains("User.RevokeSessions.All", text, StringComparison.Ordinal);
        Assert.DoesNotContain("-Scopes", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_signs_out_without_a_sign_in_is_not_told_to_sign_in() =>
        Assert.Equal(
            "There is nothing to sign out from: nobody is signed in.",
            Assert.Single(Shell.Run("Disconnect-Entra").Errors).ToString()
        );

    [Fact]
    public void A_host_at_the_beginning_of_a_sentence_is_written_as_it_is()
    {
        var name = $"Closed {Guid.NewGuid():N}";
        Shell.Run($"$null = Add-EntraEnvironment '{name}' https://login.invalid https://graph.invalid").Succeed();
        var text = Shell.Fail($"{DeviceCode} -Environment '{name}'").ToString();
        Assert.Contains("login.invalid", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Login.invalid", text, StringComparison.Ordinal);
        Shell.Run($"$null = Remove-EntraEnvironment '{name}'").Succeed();
    }

    [Fact]
    public async Task A_library_on_a_mount_without_programs_is_told_by_the_mount_and_not_to_be_reinstalled()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Mounts as Linux does.");
        var mount = Directory.CreateTempSubdirectory("entra-mount-").FullName;
        var isMounted = await Run("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", mount);
        try
        {
            Assert.SkipUnless(isMounted, "Mounting needs more rights.");
            foreach (var file in InstalledModule.Files(Repository.ModuleFolder))
            {
                var copy = Path.Combine(mount, file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Path.Combine(Repository.ModuleFolder, file), copy);
            }

            var run = await HostProcess.Run(
                $"Import-Module '{Path.Combine(mount, "EntraRevoke.psd1")}'; try {{ Connect-Entra }} catch {{ \"$_\" }}"
            );
            Assert.Contains($"mounted at '{mount}' (noexec)", run.Succeeded, StringComparison.Ordinal);
            Assert.DoesNotContain("einstall", run.Succeeded, StringComparison.Ordinal);
        }
        finally
        {
            await Run("umount", mount);
            Directory.Delete(mount);
        }
    }

    private static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private Task Refuse(string target, int number, string oauth)
    {
        var code = number.ToString(CultureInfo.InvariantCulture);
        var body =
            $$"""{"error":"{{oauth}}","error_description":"AADSTS{{code}}: No.","error_codes":[{{code}}],"trace_id":"t"}""";
        return Emulator.Fault(
            new
            {
                target,
                status = 400,
                body,
            }
        );
    }
}
