using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>What a script gets from the cmdlet.</summary>
public sealed class OutputTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string GraphType =
        "Microsoft.Graph.PowerShell.Models."
        + "ComponentsMwc6EoResponsesRevokesigninsessionsresponseContentApplicationJsonSchema";

    [Fact]
    public void The_result_has_a_value_that_is_true()
    {
        var outcome = Shell
            .SignedIn()
            .Run($"$r = {Revoke}; $r.Value -eq $true; if ($r) {{ 'then' }}; $r.Value.GetType().Name");
        Assert.Equal(["True", "then", "Boolean"], outcome.Succeed().Output.Select(item => item.ToString()));
    }

    [Fact]
    public void The_result_is_known_by_the_type_name_of_the_graph_sdk()
    {
        var result = Shell.SignedIn().Run(Revoke).OnlyOutput;
        Assert.Contains(GraphType, result.TypeNames);
        Assert.Equal(["Value"], result.Properties.Select(property => property.Name));
    }

    [Fact]
    public void The_result_tells_whose_sessions_ended_when_it_is_asked()
    {
        var outcome = Shell.SignedIn().Run($"$r = {Revoke}; $r.Account; $r.TenantId");
        Assert.Equal(
            [EmulatorProcess.Adele, Emulator.TenantId],
            outcome.Succeed().Output.Select(item => item.ToString())
        );
    }

    [Fact]
    public void Nothing_but_the_result_is_on_the_output_stream()
    {
        var outcome = Shell.Run($"Connect-Entra -Verbose -Debug; {Revoke} -Verbose -Debug");
        Assert.Equal(true, outcome.OnlyOutput.Properties["Value"].Value);
        Assert.Empty(outcome.Warnings);
    }

    [Fact]
    public async Task An_explicit_false_gives_no_output_and_no_error()
    {
        await Emulator.Configure(new { revokeValue = false });
        Assert.Empty(Shell.SignedIn().Run(Revoke).Succeed().Output);
        Assert.Single(await Emulator.Requests("graph"));
    }

    [Fact]
    public async Task After_an_explicit_false_the_sign_in_goes_on()
    {
        await Emulator.Configure(new { revokeValue = false });
        Shell.SignedIn().Run(Revoke).Succeed();
        await Emulator.Configure(new { revokeValue = true });
        Assert.Equal(true, Shell.Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_success()
    {
        await Emulator.Configure(new { revokeValue = (bool?)null });
        Assert.Equal(true, Shell.SignedIn().Run($"({Revoke}).Value").OnlyOutput.BaseObject);
        Assert.Equal(204, Assert.Single(await Emulator.Requests("graph")).Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"Value\":false}")]
    public async Task A_success_that_says_nothing_is_not_taken_for_one_and_the_sign_in_goes_on(string body)
    {
        await Emulator.Fault(
            new
            {
                target = "graph",
                status = 200,
                body,
            }
        );
        AssertError(
            Shell.SignedIn().Fail(Revoke),
            $"InvalidResponse,{RevokeClass}",
            ErrorCategory.InvalidOperation,
            "unknown whether it took effect"
        );
        Assert.Equal(true, Shell.Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }

    [Fact]
    public void Connecting_outputs_nothing()
    {
        Assert.Empty(Shell.Run("Connect-Entra").Succeed().Output);
    }

    [Fact]
    public async Task A_device_code_sign_in_outputs_nothing()
    {
        await Emulator.Configure(new { deviceCodeIntervalS = 1, deviceAutoApproveAfterPolls = 0 });
        Assert.Empty(Shell.Run("$x = Connect-Entra -UseDeviceCode; $x").Succeed().Output);
    }
}
