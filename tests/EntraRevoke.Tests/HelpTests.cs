using System.Management.Automation;

namespace EntraRevoke.Tests;

/// <summary>Get-Help in the engine says what the pages say.</summary>
public sealed class HelpTests(EmulatorProcess emulator) : EntraTest(emulator)
{
    public static TheoryData<string> Cmdlets => [.. HelpPage.Names];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_help_is_that_of_the_page(string name)
    {
        var page = HelpPage.Of(name);
        var help = Help(name);
        Assert.Equal(page.Synopsis, Text(help, "Synopsis").Trim());
        Assert.Equal(page.Description, Prose(help, "description"));
        Assert.Equal(page.Notes, Prose(Only(help, "alertSet"), "alert"));
        Assert.Equal("EntraRevoke", Text(help, "ModuleName"));
        Assert.DoesNotContain("{{", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_examples_are_those_of_the_page(string name)
    {
        var expected = HelpPage
            .Of(name)
            .Examples.Select(example => new HelpExample(
                example.Title,
                example.Output.Length == 0 ? example.Code : $"{example.Code}\n\n{example.Output}",
                "",
                example.Remarks
            ));
        var actual = Many(Only(Help(name, "-Examples"), "examples"), "example")
            .Select(example => new HelpExample(
                Text(example, "title").Trim('-', ' '),
                Text(example, "code"),
                "",
                Prose(example, "remarks")
            ));
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Inputs_outputs_and_links_are_those_of_the_page(string name)
    {
        var page = HelpPage.Of(name);
        var help = Help(name, "-Full");
        Assert.Equal(page.Inputs, TypeNames(Only(help, "inputTypes"), "inputType"));
        Assert.Equal(page.Outputs, TypeNames(Only(help, "returnValues"), "returnValue"));
        var declared = Shell.Run($"(Get-Command {name}).OutputType.Name").Succeed().Output.OfType<PSObject>();
        var types = declared.Select(type => type.ToString()).DefaultIfEmpty("None");
        Assert.Equal(types, page.Outputs);
        var links = Many(Only(help, "relatedLinks"), "navigationLink").ToList();
        Assert.Equal(page.Links, links.ConvertAll(link => Text(link, "linkText")));
        Assert.Equal(page.Online, Text(links[0], "uri"));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_online_version_is_the_page_in_the_repository(string name)
    {
        var page = HelpPage.Of(name);
        var command = Assert.IsType<CmdletInfo>(Shell.Run($"Get-Command {name}").OnlyOutput.BaseObject);
        Assert.EndsWith($"/module/docs/en-US/{name}.md", page.Online, StringComparison.Ordinal);
        Assert.Equal(page.Online, new CommandMetadata(command).HelpUri);
        Assert.EndsWith(command.HelpFile, HelpFile, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_full_help_is_shown(string name)
    {
        var shown = HelpPage.OneLine(Shell.Show($"Get-Help {name} -Full"));
        var page = HelpPage.Of(name);
        Assert.StartsWith($"name {name.ToLowerInvariant()} synopsis", shown, StringComparison.Ordinal);
        Assert.All(
            ["syntax", "description", "parameters", "inputs", "outputs", "notes", "related links", "example 1:"],
            heading => Assert.Contains($" {heading} ", shown, StringComparison.Ordinal)
        );
        Assert.All(
            page.Parameters,
            one => Assert.Contains($" -{one.Name.ToLowerInvariant()} ", shown, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("{{", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("about_EntraRevoke")]
    [InlineData("about_entrar*")]
    public void The_about_topic_is_found(string name)
    {
        var topic = Shell.Run($"Get-Help {name}").OnlyOutput;
        Assert.Equal("Signs in to Microsoft Entra ID and ends every session of yours.", Text(topic, "Synopsis").Trim());
        var text = topic.ToString().ReplaceLineEndings("\n");
        Assert.All(
            ["TOPIC\n    about_EntraRevoke", "\nLONG DESCRIPTION\n", "\nSEE ALSO\n", "ENTRAREVOKE_CLIENT_ID"],
            part => Assert.Contains(part, text, StringComparison.Ordinal)
        );
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.All(
            HelpPage.Names.Where(IsNamedInTopic),
            cmdlet => Assert.Contains(cmdlet, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_documented_facts_of_the_reference_are_there()
    {
        var page = HelpPage.Of(Revoke);
        Assert.All(
            [
                "every refresh token that was issued to an application",
                "session cookie in a browser",
                "signInSessionsValidFromDateTime",
                "lost or stolen",
                "consented to",
                "gets an error",
                "authorization endpoint",
                "new refresh token",
                "a few minutes",
            ],
            fact => Assert.Contains(fact, page.Description, StringComparison.OrdinalIgnoreCase)
        );
        Assert.Equal("Connect-Entra -Scopes 'User.RevokeSessions.All'\n" + Revoke, page.Examples[0].Code);
        Assert.Equal("Value\n-----\nTrue", page.Examples[0].Output);
    }

    [Fact]
    public async Task Online_help_opens_the_page()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere the system opens an address without a program.");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (opener, seen) = (Path.Combine(folder.FullName, "xdg-open"), Path.Combine(folder.FullName, "seen"));
            await File.WriteAllTextAsync(
                opener,
                $"#!/bin/sh\nprintf %s \"$1\" > '{seen}.part'\nmv '{seen}.part' '{seen}'\n"
            );
            if (OperatingSystem.IsLinux())
            {
                File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            var run = await HostProcess.Run(
                $"""
                Import-Module $env:ENTRAREVOKE_TEST_MANIFEST
                Get-Help {Revoke} -Online
                $end = [DateTime]::UtcNow.AddSeconds(20)
                while (-not [IO.File]::Exists('{seen}') -and [DateTime]::UtcNow -lt $end) {"{"} [Threading.Thread]::Sleep(20) {"}"}
                [IO.File]::ReadAllText('{seen}')
                """,
                ("PATH", $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}")
            );
            Assert.Equal(HelpPage.Of(Revoke).Online, Assert.Single(run.Lines));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string HelpFile { get; } =
        Path.Combine(Repository.ModuleFolder, "en-US", "EntraRevoke.dll-Help.xml");

    /// <summary>The topic leaves the cmdlets that only change environments to their own pages.</summary>
    private static bool IsNamedInTopic(string cmdlet) =>
        !cmdlet.StartsWith("Set-", StringComparison.Ordinal) && !cmdlet.StartsWith("Remove-", StringComparison.Ordinal);

    private PSObject Help(string name, string view = "") => Shell.Run($"Get-Help {name} {view}").OnlyOutput;

    private static IEnumerable<string> TypeNames(PSObject list, string item) =>
        Many(list, item).Select(one => Text(Only(one, "type"), "name"));

    private static PSObject Only(PSObject owner, string property) => Assert.Single(Many(owner, property));

    private static IEnumerable<PSObject> Many(PSObject owner, string property) =>
        LanguagePrimitives
            .ConvertTo<object[]>(owner.Properties[property].Value)
            .Select(value => PSObject.AsPSObject(value));

    private static string Text(PSObject owner, string property) =>
        $"{owner.Properties[property]?.Value}".ReplaceLineEndings("\n");

    private static string Prose(PSObject owner, string property) =>
        HelpPage.Plain(string.Join('\n', Many(owner, property).Select(paragraph => Text(paragraph, "Text"))));
}
