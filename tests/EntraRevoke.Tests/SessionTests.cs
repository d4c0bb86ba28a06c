using System.Management.Automation;
using EntraRevoke.Native;

namespace EntraRevoke.Tests;

/// <summary>Sign-ins that the whole process shares, and those of one runspace.</summary>
[Collection(ProcessWide.Name)]
public sealed class SessionTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    protected override string ContextScope => "Process";

    [Fact]
    public void A_sign_in_is_seen_from_every_runspace()
    {
        using var other = new EntraRunspace(Emulator);
        Shell.SignedIn();
        Assert.Equal(EmulatorProcess.Adele, other.Run("(Get-EntraContext).Account").OnlyOutput.ToString());
        Assert.Equal(true, other.Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }

    [Fact]
    public void A_sign_in_is_seen_from_ForEach_Object_Parallel()
    {
        var outcome = Shell
            .SignedIn()
            .Run("1..2 | ForEach-Object -Parallel { Import-Module $using:Manifest; (Get-EntraContext).Account }");
        Assert.Equal(
            [EmulatorProcess.Adele, EmulatorProcess.Adele],
            outcome.Succeed().Output.Select(item => item.ToString())
        );
    }

    [Fact]
    public void CurrentUser_is_the_same_as_process_and_says_so()
    {
        using var other = new EntraRunspace(Emulator);
        var outcome = Shell.Run("Connect-Entra -ContextScope CurrentUser -NoWelcome -Verbose").Succeed();
        Assert.Contains(outcome.Verbose, line => line.Contains("CurrentUser", StringComparison.Ordinal));
        Assert.Equal("Process", other.Run("[string](Get-EntraContext).ContextScope").OnlyOutput.ToString());
    }

    [Fact]
    public void A_sign_in_of_one_runspace_stays_in_it()
    {
        using var other = new EntraRunspace(Emulator);
        other.SignedIn();
        Assert.Equal("Runspace", other.Run("[string](Get-EntraContext).ContextScope").OnlyOutput.ToString());
        Assert.Empty(Shell.Run("Get-EntraContext").Succeed().Output);
        Assert.StartsWith("NotSignedIn,", Shell.Fail(Revoke).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_runspace_that_asked_for_its_own_sign_in_never_falls_back_to_that_of_the_process()
    {
        using var other = new EntraRunspace(Emulator);
        Shell.SignedIn();
        other.SignedIn();
        other.Run("$null = Disconnect-Entra").Succeed();
        AssertNobody(other);
        other.SignedIn();
        other.Fail("Connect-Entra -Environment Nowhere");
        AssertNobody(other);
        Assert.NotEmpty(Shell.Run("Get-EntraContext").Succeed().Output);
        other.SignedIn("-ContextScope Process");
        Assert.Equal("Process", other.Run("[string](Get-EntraContext).ContextScope").OnlyOutput.ToString());
    }

    [Fact]
    public void A_failed_sign_in_leaves_nobody_signed_in_where_it_would_have_been()
    {
        Shell.SignedIn();
        Shell.Fail("Connect-Entra -TenantId 'no tenant'");
        AssertNobody(Shell);
    }

    [Fact]
    public async Task Items_of_pooled_runspaces_never_go_on_with_the_sign_in_of_another_item()
    {
        await Emulator.Configure(new { revokeValue = false });
        // One runspace serves all items in turn; the second item's sign-in fails.
        var outcome = Shell.Run(
            """
            'organizations', 'no tenant', 'organizations' | ForEach-Object -ThrottleLimit 1 -Parallel {
                Import-Module $using:Manifest
                Connect-Entra -ContextScope Runspace -NoWelcome -TenantId $_ -Environment $using:EnvironmentName -ErrorAction SilentlyContinue
                $Context = Get-EntraContext
                "$($Context.Account)"
            }
            """
        );
        Assert.Equal(
            [EmulatorProcess.Adele, "", EmulatorProcess.Adele],
            outcome.Output.Select(account => account.ToString())
        );
    }

    [Fact]
    public async Task Two_runspaces_with_two_users_do_not_mix()
    {
        using var adele = new EntraRunspace(Emulator);
        using var megan = new EntraRunspace(Emulator);
        adele.SignedIn();
        await Emulator.Configure(new { defaultUser = EmulatorProcess.Megan });
        megan.SignedIn();
        var (tokensOfAdele, tokensOfMegan) = (
            await Emulator.Mint(new { user = EmulatorProcess.Adele }),
            await Emulator.Mint(new { user = EmulatorProcess.Megan })
        );

        Assert.Equal(EmulatorProcess.Adele, adele.Run("(Get-EntraContext).Account").OnlyOutput.ToString());
        Assert.Equal(EmulatorProcess.Megan, megan.Run("(Get-EntraContext).Account").OnlyOutput.ToString());
        adele.Run(Revoke).Succeed();

        Assert.NotNull(await Emulator.Redeem(tokensOfAdele.RefreshToken));
        Assert.Null(await Emulator.Redeem(tokensOfMegan.RefreshToken));
        megan.Run(Revoke).Succeed();
        Assert.NotNull(await Emulator.Redeem(tokensOfMegan.RefreshToken));
    }

    [Fact]
    public async Task Many_runspaces_at_once_renew_a_token_once()
    {
        await Emulator.Configure(new { accessTokenLifetimeS = 60, revokeValue = false });
        Shell.SignedIn();
        await Emulator.Configure(new { accessTokenLifetimeS = (int?)null });
        await Emulator.Fault(
            new
            {
                target = "token",
                kind = "delay",
                delayMs = 300,
            }
        );
        var runspaces = Enumerable.Range(0, 8).Select(_ => new EntraRunspace(Emulator)).ToList();

        var scripts = runspaces.ConvertAll(runspace => runspace.Start(Revoke));
        Assert.All(scripts, script => script.Finish().Succeed());

        Assert.Equal(8, (await Emulator.Requests("graph")).Count);
        Assert.Single(
            await Emulator.Requests("token"),
            request => string.Equals(request.Form("grant_type"), "refresh_token", StringComparison.Ordinal)
        );
        scripts.ForEach(script => script.Dispose());
        runspaces.ForEach(runspace => runspace.Dispose());
    }

    [Fact]
    public async Task Signing_in_anew_leaves_a_call_in_flight_alone()
    {
        using var other = new EntraRunspace(Emulator);
        Shell.SignedIn();
        await Emulator.Configure(new { revokeValue = false });
        await Emulator.Fault(
            new
            {
                target = "graph",
                kind = "delay",
                delayMs = 500,
            }
        );
        using var script = other.Start(Revoke);
        await Emulator.WaitFor("graph");
        Shell.SignedIn();
        Shell.Run("$null = Disconnect-Entra").Succeed();
        script.Finish().Succeed();
        await Emulator.WaitFor("graph", "answered");
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_the_worker_thread()
    {
        await Emulator.Fault(new { target = "devicecode", kind = "hang" });
        using var script = Shell.Start("Connect-Entra -UseDeviceCode -NoWelcome");
        await Emulator.WaitFor("devicecode");
        using var hold = NativeProbe.Hold(TimeSpan.FromSeconds(3));
        Assert.Equal("held", Assert.IsType<NoticeStep>(hold.Next()).Text);
        var held = Task.Run(hold.Next, TestContext.Current.CancellationToken);
        await script.Stop();
        Assert.False(held.IsCompleted);
        Assert.Equal(new DoneStep(Value: true), await held);
        await Emulator.WaitFor("devicecode", "dropped");
    }

    [Fact]
    public async Task A_call_keeps_the_sign_in_that_it_took_while_others_sign_in_anew()
    {
        await Emulator.Configure(new { revokeValue = false });
        var token = (await Emulator.Mint(new { user = EmulatorProcess.Adele })).AccessToken;
        Shell.Set("Token", MintedTokens.Secure(token));
        using var other = new EntraRunspace(Emulator, contextScope: "Process");
        other.Set("Token", MintedTokens.Secure(token));
        Shell.Run("Connect-Entra -AccessToken $Token -NoWelcome").Succeed();
        using var signingIn = other.Start(
            "foreach ($round in 1..300) { Connect-Entra -AccessToken $Token -NoWelcome }"
        );
        using var calling = Shell.Start(
            $"foreach ($round in 1..300) {{ try {{ {Revoke} }} catch {{ $_.FullyQualifiedErrorId }} }}"
        );
        signingIn.Finish().Succeed();
        // Nobody is signed in while another runspace signs in anew; that a sign-in ends under a call is never seen.
        Assert.DoesNotContain(
            calling.Finish().Output,
            id => !id.ToString()!.StartsWith("NotSignedIn,", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_client_id_of_the_environment_is_used()
    {
        var client = Guid.NewGuid().ToString();
        Shell.Run($"$env:ENTRAREVOKE_CLIENT_ID = '{client}'").Succeed();
        try
        {
            Assert.Equal(client, Shell.SignedIn().Run("(Get-EntraContext).ClientId").OnlyOutput.ToString());
            Shell.SignedIn($"-ClientId {EmulatorProcess.DefaultClientId}");
        }
        finally
        {
            Environment.SetEnvironmentVariable("ENTRAREVOKE_CLIENT_ID", null);
        }

        var asked = (await Emulator.Requests("authorize")).Select(request => request.Query["client_id"]);
        Assert.Equal([client, EmulatorProcess.DefaultClientId], asked);
    }

    private static void AssertNobody(EntraRunspace shell)
    {
        Assert.Empty(shell.Run("Get-EntraContext").Succeed().Output);
        Assert.StartsWith("NotSignedIn,", shell.Fail(Revoke).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    public override async ValueTask DisposeAsync()
    {
        Shell.Run("if (Get-EntraContext) { Disconnect-Entra }").Succeed();
        await base.DisposeAsync();
    }
}
