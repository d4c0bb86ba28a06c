BeforeDiscovery {
    # A terminal is made by tmux.
    $skip = -not (Get-Command tmux -CommandType Application -ErrorAction Ignore)
}
BeforeAll {
    Import-Module $PSScriptRoot/Support
    Start-EntraTest
    # Types a text and presses keys, on a screen and a line that are empty.
    function Invoke-Typing ([string] $Text, [string[]] $Key) {
        Send-Key $terminal C-c, C-l
        Send-Key $terminal $Text -Literal
        if ($Key) { Send-Key $terminal $Key }
        Get-Screen $terminal
    }
}
AfterAll { Stop-EntraTest }

Describe 'In a terminal of 80 columns' -Tag PSReadLine -Skip:$skip {
    BeforeAll {
        Reset-EntraTest
        $terminal = Start-Terminal -Width 80 -Prologue ((Get-ShellPrologue) + 'Set-PSReadLineKeyHandler Ctrl+t MenuComplete')
    }
    AfterAll { Stop-Terminal $terminal }

    It 'Tab makes "<Becomes>" of "<Text>"' -ForEach @(
        @{ Text = 'Connect-Entra -Env'; Becomes = 'Connect-Entra -Environment' }
        @{ Text = 'Connect-Entra -Environment chi'; Becomes = 'Connect-Entra -Environment China' }
        @{ Text = 'Connect-Entra -Scopes d'; Becomes = 'Connect-Entra -Scopes Directory.ReadWrite.All' }
        @{ Text = 'Connect-Entra -ContextScope r'; Becomes = 'Connect-Entra -ContextScope Runspace' }
        @{ Text = 'Revoke-EntraSi'; Becomes = 'Revoke-EntraSignedInUserAllRefreshToken' }
    ) {
        (Invoke-Typing $Text Tab)[0] | Should -BeExactly "PS> $Becomes"
    }

    Context 'the menu of completions' {
        BeforeAll {
            function Open-Menu ([string] $Text) {
                $null = Invoke-Typing $Text
                Invoke-Tmux $terminal send-keys C-t
            }
        }
        # A key that the menu does not know closes it.
        AfterEach { Send-Key $terminal C-a }

        It 'says of each environment what it is' {
            Open-Menu 'Connect-Entra -Environment USG'
            Wait-Screen $terminal 'Signs in at https://login\.microsoftonline\.us, .* https://graph\.microsoft\.us'
            Invoke-Tmux $terminal send-keys Right
            Wait-Screen $terminal 'Signs in at https://login\.microsoftonline\.us, .* https://dod-graph\.microsoft\.us'
        }

        It 'says of a parameter what it is' -Skip:($PSVersionTable.PSVersion -lt [version] '7.6') {
            Open-Menu 'Connect-Entra -Cli'
            Wait-Screen $terminal 'ClientId - Application \(client\) id to sign in with'
        }
    }

    It 'lists and the table are whole' {
        $commands = 'Connect-Entra -NoWelcome', 'Get-EntraContext', 'Get-EntraEnvironment China', 'Revoke-EntraSignedInUserAllRefreshToken'
        $screen = Invoke-Typing ($commands -join '; ') Enter
        $said = $screen | Select-Object -Skip 2
        foreach ($row in @(
                'ClientId               : 14d82eec-204b-4c2f-b7e8-296a70dab67e'
                'Scopes                 : {User.RevokeSessions.All}'
                'AppName                : Microsoft Graph Command Line Tools'
                'GraphEndpoint   : https://microsoftgraph.chinacloudapi.cn'
                '-----'
                'True'
            )) {
            $said | Should -Contain $row -Because ($screen -join "`n")
        }
        # No row goes to the edge, where it would have been cut or wrapped.
        $said | Where-Object Length -GT 79 | Should -BeNullOrEmpty
        $said -match '…' | Should -BeNullOrEmpty
    }
}
