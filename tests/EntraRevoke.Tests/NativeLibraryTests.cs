using System.Runtime.InteropServices;

namespace EntraRevoke.Tests;

/// <summary>A native library that is missing, or is not the one that belongs to the module.</summary>
public sealed class NativeLibraryTests : IDisposable
{
    private const string Report = "\"$($_.FullyQualifiedErrorId)|$($_.CategoryInfo.Category)|$_\"";

    /// <summary>A command that needs the library and nothing else.</summary>
    private const string Use = "Add-EntraEnvironment X https://a.example https://g.example -ErrorAction Stop";

    private readonly ModuleCopy _module = new();

    [Fact]
    public async Task A_missing_library_is_told_by_its_path()
    {
        var library = _module.NativeLibrary;
        File.Delete(library);
        AssertReport(await Lines(Call("Connect-Entra")), "NativeLibraryNotFound", "ConnectEntra", library);
    }

    [Fact]
    public async Task A_missing_library_can_be_put_back_in_the_same_session()
    {
        var library = _module.NativeLibrary;
        var away = library + ".away";
        File.Move(library, away);
        var lines = await Lines($"{Call(Use)}; [IO.File]::Move('{away}', '{library}'); ({Use}).Name");
        AssertReport(lines[..1], "NativeLibraryNotFound", "AddEntraEnvironment", library);
        Assert.Equal("X", lines[^1]);
    }

    [Fact]
    public async Task A_file_that_is_no_library_is_told_by_its_path()
    {
        var library = _module.NativeLibrary;
        await File.WriteAllTextAsync(library, "not a library");
        AssertReport(await Lines(Call("Connect-Entra")), "NativeLibraryNotLoaded", "ConnectEntra", library);
    }

    [Fact]
    public async Task A_library_of_another_kind_is_told_by_its_path()
    {
        var library = _module.NativeLibrary;
        var name = OperatingSystem.IsWindows() ? "clretwrc.dll" : $"libSystem.Native{Path.GetExtension(library)}";
        File.Copy(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), name), library, overwrite: true);
        AssertReport(await Lines(Call("Connect-Entra")), "NativeLibraryMismatch", "ConnectEntra", library);
    }

    [Fact]
    public async Task Every_call_tells_it_the_same_way()
    {
        await File.WriteAllTextAsync(_module.NativeLibrary, "not a library");
        var lines = await Lines($"{Call(Use)}; {Call(Use)}");
        Assert.Equal(2, lines.Length);
        Assert.Equal(lines[0], lines[1]);
    }

    [Fact]
    public async Task Without_the_library_the_module_still_says_that_nobody_is_signed_in()
    {
        File.Delete(_module.NativeLibrary);
        var line = Assert.Single(await Lines(Call("Revoke-EntraSignedInUserAllRefreshToken")));
        Assert.StartsWith("NotSignedIn,", line, StringComparison.Ordinal);
    }

    public void Dispose() => _module.Dispose();

    private static string Call(string command) => $"try {{ {command} }} catch {{ {Report} }}";

    private async Task<string[]> Lines(string script)
    {
        var manifest = Path.Combine(_module.Folder, "EntraRevoke.psd1");
        return (await HostProcess.Run($"Import-Module '{manifest}'; {script}")).Lines;
    }

    private static void AssertReport(string[] lines, string code, string cmdlet, string library)
    {
        var text = string.Concat(lines);
        Assert.StartsWith($"{code},EntraRevoke.Cmdlets.{cmdlet}|InvalidOperation|", text, StringComparison.Ordinal);
        Assert.Contains(library, text, StringComparison.Ordinal);
        Assert.Contains("einstall the module", text, StringComparison.Ordinal);
        Assert.Contains("tart a new PowerShell session", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
