using System.Management.Automation;
using OpenQA.Selenium;

namespace EntraRevoke.Tests;

/// <summary>The interactive sign-in in a real browser, which the module itself starts.</summary>
[Collection(ProcessWide.Name)]
public sealed class BrowserTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    public override async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Chromium.IsInstalled, "chromium and chromium-driver are not installed.");
        await base.InitializeAsync();
        await Emulator.Configure(new { autoApprove = false });
    }

    [Fact]
    public async Task A_user_signs_in_and_consents_in_the_browser()
    {
        using var chromium = new Chromium();
        using var script = Shell.Start("Connect-Entra -Scopes 'User.RevokeSessions.All' -NoWelcome");
        await Emulator.WaitFor("authorize", "answered");
        var page = await chromium.Attach();

        page.SignIn(EmulatorProcess.Megan, "wrong");
        Assert.Contains("AADSTS50126", page.Text("error"), StringComparison.Ordinal);
        page.SignIn(EmulatorProcess.Megan, "Pass@word1");
        Assert.Contains("User.RevokeSessions.All", page.Text("scopes"), StringComparison.Ordinal);
        page.Click("accept");

        Assert.Contains("You are signed in", page.Text("outcome"), StringComparison.Ordinal);
        script.Finish().Succeed();
        Assert.Equal(EmulatorProcess.Megan, Shell.Run("(Get-EntraContext).Account").OnlyOutput.ToString());
        Assert.Equal(true, Shell.Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }

    [Fact]
    public async Task A_user_who_cancels_in_the_browser_is_told_so()
    {
        using var chromium = new Chromium();
        using var script = Shell.Start("try { Connect-Entra } catch { $_ }");
        await Emulator.WaitFor("authorize", "answered");
        var page = await chromium.Attach();

        page.SignIn(EmulatorProcess.Adele, "Pass@word1");
        page.Click("cancel");

        Assert.Contains("did not succeed", page.Text("outcome"), StringComparison.Ordinal);
        var error = Assert.IsType<ErrorRecord>(script.Finish().OnlyOutput.BaseObject);
        AssertError(error, $"AADSTS65004,{ConnectClass}", ErrorCategory.PermissionDenied, "declined to consent");
        Assert.Empty(Shell.Run("Get-EntraContext").Succeed().Output);
    }
}
