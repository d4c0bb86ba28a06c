BeforeDiscovery {
    Import-Module $PSScriptRoot/Support
    $examples = foreach ($page in Get-HelpPage) {
        $number = 0
        foreach ($part in Split-Heading $page.Sections.EXAMPLES '### ') {
            $fences = @(Get-Fence $part.Body)
            @{
                Name = $page.Name; Title = $part.Title; Number = ++$number; Code = $fences[0]
                Output = if ($fences.Count -gt 1) { $fences[1] } else { '' }
            }
        }
    }
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Without what depends on the widths of columns.
    function Get-Compact ([string[]] $Lines) {
        $Lines | ForEach-Object { ($_ -split '\s+' | Where-Object { $_ }) -replace '^-+$', '-' -join ' ' } | Where-Object { $_ }
    }
}
AfterAll { Stop-EntraTest }

Describe 'Every example of the help' -Tag Examples {
    BeforeEach {
        # An example may have removed it.
        $null = Add-EntraEnvironment Emulator $Emulator.authority $Emulator.graph
        Reset-EntraTest
        Set-Emulator @{ deviceCodeIntervalS = 1; deviceAutoApproveAfterPolls = 0 }
        $env:GRAPH_ACCESS_TOKEN = (New-Token).Text
    }
    AfterEach {
        $env:GRAPH_ACCESS_TOKEN = $null
        Get-EntraEnvironment | Where-Object { $_.Type -eq 'User-defined' -and $_.Name -ne 'Emulator' } |
            Remove-EntraEnvironment
        Get-Alias | Where-Object Definition -Like '*Entra*' | Remove-Item -Force -ErrorAction Ignore
    }

    It 'runs as it stands and prints what the page says: <Name>, <Title>' -ForEach $examples {
        $Title | Should -BeLike "Example ${Number}: *"
        "$Code $Title" | Should -BeLike "*$Name*"
        $run = Invoke-Pipeline ([scriptblock]::Create("$Code")) -Runspace (New-EntraRunspace -ContextScope Process)
        $run.Errors | Should -BeNullOrEmpty
        $run.Escaped | Should -BeNullOrEmpty
        $shown = Get-Compact (($run.Output | Out-String) -split '\n')
        $expected = Get-Compact ($Output -split '\n')
        @($shown | Where-Object { $_ -in $expected }) | Should -Be @($expected)
    }
}

Describe 'Example 1 of the reference' -Tag Examples {
    It 'shows the table of the reference, word for word, in a fresh shell' {
        $run = Invoke-Shell ((Get-ShellPrologue) + @'
Connect-Entra -Scopes 'User.RevokeSessions.All'
Revoke-EntraSignedInUserAllRefreshToken
'@)
        $run.Errors | Should -BeNullOrEmpty
        $run.Lines | Select-Object -Last 3 | ForEach-Object Trim | Should -BeExactly 'Value', '-----', 'True'
        $run.Lines[0] | Should -BeLike 'Signed in as *'
    }
}
