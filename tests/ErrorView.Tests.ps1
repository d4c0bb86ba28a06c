BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    $token = New-Token
    # A token that Microsoft Graph refuses: an error with a service's text, a next step and a request id.
    Add-Fault @{ target = 'graph'; status = 403 }
    $script = (Get-ShellPrologue) + @'
Connect-Entra -AccessToken (ConvertTo-SecureString ($env:ENTRAREVOKE_TEST_TOKEN) -AsPlainText -Force) -NoWelcome
try { Revoke-EntraSignedInUserAllRefreshToken } catch { $failure = $_ }
foreach ($ErrorView in 'ConciseView', 'NormalView', 'DetailedView') { "== $ErrorView"; $failure | Out-String -Width 999 }
'== Get-Error'
Get-Error | Out-String -Width 999
'== Message'
"$failure"
Disconnect-Entra | Out-Null
$ErrorView = 'ConciseView'
Revoke-EntraSignedInUserAllRefreshToken
'== went on'
$ErrorActionPreference = 'Stop'
Revoke-EntraSignedInUserAllRefreshToken
'not reached'
'@
    $shell = Invoke-Shell $script @{ ENTRAREVOKE_TEST_TOKEN = $token.Text }
    $views = @{}
    foreach ($part in $shell.Text -split '(?m)^== ' | Select-Object -Skip 1) {
        $name, $text = $part -split '\r?\n', 2
        $views[$name.Trim()] = $text
    }
    $message = $views.Message.Trim()
}
AfterAll { Stop-EntraTest }

Describe 'An error on the screen' -Tag ErrorView {
    It 'has a message that says what happened, what to do next and the request id' {
        $message | Should -BeLike '*Insufficient privileges*'
        $message | Should -BeLike '*Get an access token with more permissions and run Connect-Entra*'
        $message | Should -Match 'Request id: [0-9a-f-]{36}$'
    }

    It 'has its whole message in <_>, and no secret' -ForEach 'ConciseView', 'NormalView', 'DetailedView', 'Get-Error' {
        # Lines are broken where the view likes.
        ($views.$_ -replace '\s*\|?\s+', ' ') | Should -BeLike "*$([wildcardpattern]::Escape($message))*"
        Assert-NoSecret $views.$_ $token.Text, $token.Text.Split('.')[2]
    }

    It 'is its message and its place, and no stack trace of ours, in <_>' -ForEach 'ConciseView', 'NormalView' {
        $views.$_ | Should -BeLike '*Revoke-EntraSignedInUserAllRefreshToken*'
        $views.$_ | Should -Not -Match '   at |EntraRevokeException:'
    }

    It 'has code, category and status for scripts in Get-Error' {
        $views.'Get-Error' | Should -Match 'FullyQualifiedErrorId\s*: Authorization_RequestDenied,EntraRevoke\.Cmdlets\.RevokeEntraSignedInUserAllRefreshToken'
        $views.'Get-Error' | Should -Match 'CategoryInfo\s*: PermissionDenied'
        $views.'Get-Error' | Should -Match 'Status\s*: 403'
    }

    It 'is written as it is where nobody catches it, and the script that stops at it ends with 1' {
        $said = $shell.Errors -replace '\s*\|?\s+', ' '
        [regex]::Matches($said, [regex]::Escape("Nobody is signed in. Run Connect-Entra -Scopes 'User.RevokeSessions.All' first.")) | Should -HaveCount 2
        $said | Should -Not -Match ' at EntraRevoke|Exception'
        $shell.Text | Should -Not -BeLike '*not reached*'
        $shell.ExitCode | Should -Be 1
    }
}
