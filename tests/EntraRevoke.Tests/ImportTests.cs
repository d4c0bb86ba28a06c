namespace EntraRevoke.Tests;

/// <summary>Importing, importing again, and what an import brings along.</summary>
[Collection(ProcessWide.Name)]
public sealed class ImportTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    private const string Import = "Import-Module $env:ENTRAREVOKE_TEST_MANIFEST";

    private string AddEmulator =>
        $"""
            $null = Add-EntraEnvironment Emulated {Emulator.Authority} {Emulator.Graph}
            $PSDefaultParameterValues['Connect-Entra:Environment'] = 'Emulated'
            """;

    protected override string ContextScope => "Process";

    [Fact]
    public void Importing_again_by_force_keeps_the_sign_in_and_the_environments()
    {
        var outcome = Shell
            .SignedIn()
            .Run(
                $"Import-Module $Manifest -Force; Import-Module $Manifest -Force; (Get-EntraContext).Account; ({Revoke}).Value"
            );
        Assert.Equal([EmulatorProcess.Adele, "True"], outcome.Succeed().Output.Select(item => item.ToString()));
        Assert.Equal(
            Shell.EnvironmentName,
            Shell.Run("(Get-EntraEnvironment $EnvironmentName).Name").OnlyOutput.ToString()
        );
    }

    [Fact]
    public async Task Removing_and_importing_again_works_in_a_fresh_process()
    {
        var run = await HostProcess.Run(
            $"""
            {Import}
            {AddEmulator}
            Connect-Entra -NoWelcome 6> $null
            Remove-Module EntraRevoke
            [bool](Get-Command Connect-Entra -ErrorAction Ignore)
            {Import}
            Connect-Entra -NoWelcome 6> $null
            {Import} -Force
            ({Revoke}).Value
            """,
            ("BROWSER", TestProcess.Browser)
        );
        Assert.Equal(["False", "True"], run.Lines);
    }

    [Fact]
    public async Task Removing_and_importing_again_leaves_a_call_in_flight_alone()
    {
        using var other = new EntraRunspace(Emulator);
        Shell.SignedIn();
        await Emulator.Configure(new { revokeValue = false });
        await Emulator.Fault(new { target = "graph", kind = "hang" });
        using var script = other.Start(Revoke);
        await Emulator.WaitFor("graph");

        Shell.Run("Remove-Module EntraRevoke; Import-Module $Manifest; Import-Module $Manifest -Force").Succeed();
        Shell.SignedIn().Run(Revoke).Succeed();
        await Emulator.ClearFaults();

        Assert.Empty(script.Finish().Succeed().Output);
        await Emulator.Configure(new { revokeValue = true });
        Assert.Equal(true, other.SignedIn().Run($"({Revoke}).Value").OnlyOutput.BaseObject);
    }

    [Fact]
    public async Task Closing_a_runspace_ends_its_sign_in_and_no_other()
    {
        var other = new EntraRunspace(Emulator);
        other.SignedIn();
        Shell.SignedIn();
        await Emulator.Fault(new { target = "graph", kind = "hang" });
        using var script = Shell.Start($"({Revoke}).Value");
        await Emulator.WaitFor("graph");
        other.Dispose();
        await Emulator.ClearFaults();
        Assert.Equal(true, script.Finish().OnlyOutput.BaseObject);
    }

    [Fact]
    public async Task Importing_does_not_load_the_native_library()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var run = await HostProcess.Run(
            $$"""
            function Test-Loaded { [IO.File]::ReadAllText('/proc/self/maps').Contains('entra_revoke_native') }
            {{Import}}
            Test-Loaded
            $null = Get-EntraContext
            Test-Loaded
            $null = Add-EntraEnvironment X https://a.example https://g.example
            Test-Loaded
            """
        );
        Assert.Equal(["False", "False", "True"], run.Lines);
    }

    [Fact]
    public async Task No_assembly_but_the_modules_own_is_loaded()
    {
        var run = await HostProcess.Run(
            $$"""
            {{Import}}
            {{AddEmulator}}
            Connect-Entra -NoWelcome 6> $null
            $null = {{Revoke}}
            $Engine = [AppContext]::BaseDirectory
            $Framework = [IO.Path]::GetDirectoryName([object].Assembly.Location)
            foreach ($Assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
                $Path = $Assembly.Location
                if ($Path -and -not $Path.StartsWith($Engine) -and -not $Path.StartsWith($Framework)) {
                    $Assembly.GetName().Name
                }
            }
            """,
            ("BROWSER", TestProcess.Browser)
        );
        Assert.Equal(["EntraRevoke", "EntraRevoke.Native"], run.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_packed_folder_is_all_that_is_needed()
    {
        using var modules = new ModuleCopy();
        var run = await HostProcess.Run(
            $"""
            Import-Module EntraRevoke
            {AddEmulator}
            Connect-Entra -NoWelcome 6> $null
            (Get-Module EntraRevoke).ModuleBase
            ({Revoke}).Value
            """,
            ("BROWSER", TestProcess.Browser),
            ("PSModulePath", modules.Root)
        );
        Assert.Equal([modules.Folder, "True"], run.Lines);
    }

    [Fact]
    public async Task Nothing_is_written_to_the_home_folder()
    {
        var home = Directory.CreateTempSubdirectory("entra-home-");
        try
        {
            var run = await HostProcess.Run(
                $"{Import}\n{AddEmulator}\nConnect-Entra -NoWelcome 6> $null\n({Revoke}).Value\n$null = Disconnect-Entra",
                ("BROWSER", TestProcess.Browser),
                ("HOME", home.FullName),
                ("XDG_CONFIG_HOME", null),
                ("XDG_DATA_HOME", null),
                ("XDG_CACHE_HOME", null)
            );
            Assert.Equal(["True"], run.Lines);
            var written = home.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.FullName);
            // The engine's own caches are not the module's.
            Assert.DoesNotContain(written, path => !path.Contains("/powershell/", StringComparison.OrdinalIgnoreCase));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        Shell.Run("if (Get-EntraContext) { Disconnect-Entra }").Succeed();
        await base.DisposeAsync();
    }
}
