BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
}
AfterAll { Stop-EntraTest }

Describe 'The disk' -Tag Disk {
    It 'holds no token while somebody is signed in: not with <Name>' -ForEach @(
        @{ Name = 'a browser'; Connect = 'Connect-Entra -NoWelcome' }
        @{ Name = 'a given token'; Connect = 'Connect-Entra -NoWelcome -AccessToken (ConvertTo-SecureString $env:ENTRAREVOKE_TEST_TOKEN -AsPlainText -Force)' }
    ) {
        Reset-EntraTest
        $folder = New-Folder
        $script = (Get-ShellPrologue) + @"
$Connect
(Get-EntraContext).Account
# PowerShell has a socket and pipes there, which have no length.
foreach (`$file in Get-ChildItem '$folder' -Recurse -Force -File | Where-Object Length) {
    if ([IO.File]::ReadAllText(`$file) -match 'eyJ[A-Za-z0-9_-]+\.|\b1\.[A-Za-z0-9_-]{20,}') { "a token is in `$file" }
}
(Revoke-EntraSignedInUserAllRefreshToken).Value
"@
        $variables = @{ HOME = $folder; ENTRAREVOKE_TEST_TOKEN = (New-Token).Text }
        'TMPDIR', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME' |
            ForEach-Object { $variables[$_] = $folder }
        $shell = Invoke-Shell $script $variables
        $shell.Lines | Should -BeExactly $Users.Adele, 'True'
        $shell.Errors | Should -BeNullOrEmpty
    }
}
