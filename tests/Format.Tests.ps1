BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # What an 80-column terminal shows, without the blanks at the ends of lines.
    function Show ([scriptblock] $Script) { (& $Script | Out-String -Width 80) -replace "`r" -replace '(?m) +$' }
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
    $version = Split-Path $ModuleFolder -Leaf
    $table = "`nValue`n-----`nTrue`n`n"
    # The escapes of a terminal's colours.
    $escapes = "`e\[[0-9;]*m"
}
AfterAll {
    $PSStyle.OutputRendering = $rendering
    Stop-EntraTest
}

Describe 'On the screen' -Tag Format {
    BeforeEach {
        Reset-EntraTest
        Connect-Entra -NoWelcome -Scopes User.RevokeSessions.All, User.Read
    }

    It 'a revocation is the table of the reference' {
        Show { Revoke-EntraSignedInUserAllRefreshToken } | Should -BeExactly $table
    }

    It 'a revocation is the same table with <_>' -ForEach 'Format-List', 'Format-Table' {
        Show { Revoke-EntraSignedInUserAllRefreshToken | & $_ } | Should -BeExactly $table
    }

    It 'a context is a list in the order of the peers: <_>' -ForEach 'Get-EntraContext', 'Disconnect-Entra' {
        Show { & $_ } | Should -BeExactly @"

ClientId               : 14d82eec-204b-4c2f-b7e8-296a70dab67e
TenantId               : $($Emulator.tenant)
Scopes                 : {User.RevokeSessions.All, User.Read}
AuthType               : Delegated
TokenCredentialType    : InteractiveBrowser
CertificateThumbprint  :
CertificateSubjectName :
SendCertificateChain   : False
Account                : $($Users.Adele)
AppName                : Microsoft Graph Command Line Tools
ContextScope           : Process
Certificate            :
PSHostVersion          : $($Host.Version)
ManagedIdentityId      :
ClientSecret           :
Environment            : Emulator
EntraPSModuleName      : EntraRevoke
EntraPSVersion         : $version


"@.Replace("`r", '')
    }

    It 'environments are lists, whole on 80 columns' {
        Show { Get-EntraEnvironment China, USGovDoD } | Should -BeExactly @'

Name            : China
AzureADEndpoint : https://login.chinacloudapi.cn
GraphEndpoint   : https://microsoftgraph.chinacloudapi.cn
Type            : Built-in

Name            : USGovDoD
AzureADEndpoint : https://login.microsoftonline.us
GraphEndpoint   : https://dod-graph.microsoft.us
Type            : Built-in


'@.Replace("`r", '')
        $shown = Show { Get-EntraEnvironment }
        foreach ($environment in Get-EntraEnvironment) {
            $shown | Should -Match "(?m)^AzureADEndpoint : $([regex]::Escape($environment.AzureADEndpoint))$"
            $shown | Should -Match "(?m)^GraphEndpoint   : $([regex]::Escape($environment.GraphEndpoint))$"
        }
    }

    It 'each object of a script is shown, whatever came before it' {
        $shown = Show {
            Get-EntraEnvironment Global
            Get-EntraContext
            Revoke-EntraSignedInUserAllRefreshToken
            Get-EntraEnvironment USGov
        }
        $shown | Should -Match '(?m)^Name +: Global$'
        $shown | Should -Match '(?m)^EntraPSModuleName +: EntraRevoke$'
        $shown | Should -BeLike "*$table*"
        $shown | Should -Match '(?m)^Name +: USGov$'
    }

    It 'an output in a text says what it is' {
        "$(Get-EntraEnvironment USGov)" | Should -BeExactly USGov
        "$(Get-EntraContext)" | Should -BeExactly "$($Users.Adele) in tenant $($Emulator.tenant) (Emulator)"
        "$(Revoke-EntraSignedInUserAllRefreshToken)" | Should -BeExactly True
    }
}

Describe 'Colours' -Tag Format {
    BeforeEach {
        Reset-EntraTest
        Connect-Entra -NoWelcome
        $show = { Get-EntraEnvironment China; Get-EntraContext; Revoke-EntraSignedInUserAllRefreshToken }
    }
    AfterEach { $PSStyle.OutputRendering = 'PlainText' }

    It 'are for names only, and change nothing else' {
        $plain = Show $show
        Connect-Entra -NoWelcome
        $PSStyle.OutputRendering = 'Ansi'
        $coloured = Show $show
        $plain | Should -Not -Match $escapes
        $coloured | Should -Match "$escapes *Name *: *$escapes *China"
        $coloured -replace $escapes -replace '(?m) +$' | Should -BeExactly $plain
    }

    It 'are those of the user: with NO_COLOR=<Value>, escapes are there: <Coloured>' -ForEach @(
        @{ Value = '1'; Coloured = $false }
        @{ Value = $null; Coloured = $true }
    ) {
        # What is redirected has no colour of its own, so the rendering asks for it where NO_COLOR does not forbid it.
        $shell = Invoke-Shell -Variable @{ NO_COLOR = $Value } @"
$(Get-ShellPrologue)
if (-not `$env:NO_COLOR) { `$PSStyle.OutputRendering = 'Ansi' }
Connect-Entra
Get-EntraContext
Get-EntraEnvironment China
try { Remove-EntraEnvironment China } catch { `$_ }
"@
        $shell.Text -match $escapes | Should -Be $Coloured
        $plain = $shell.Text -replace $escapes
        $plain | Should -Match '(?m)^Name +: China'
        $plain | Should -Match "(?m)^Account +: $($Users.Adele)"
        $plain | Should -Not -Match "`e"
    }
}
