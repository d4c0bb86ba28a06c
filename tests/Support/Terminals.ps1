# Terminals: a pwsh with PSReadLine in a terminal that tmux makes; what is typed comes in order, so a key can tell its end.

# A server of its own for each terminal, which no settings of the user reach.
function Invoke-Tmux ($Terminal) {
    & tmux -f /dev/null -S $Terminal.Socket @args
    if ($LASTEXITCODE) { throw "tmux $args failed." }
}

# Starts an interactive pwsh, with a prologue that is run first, and waits for its prompt.
function Start-Terminal ([int] $Width, [string] $Prologue = (Get-ShellPrologue)) {
    $terminal = [pscustomobject]@{ Socket = Join-Path (New-Folder) tmux }
    # What is typed here is nothing for the history of whoever runs the tests.
    $start = New-ShellStart '-NoExit', '-Command', @"
$Prologue
Set-PSReadLineOption -HistorySaveStyle SaveNothing -PredictionSource None
Set-PSReadLineKeyHandler -Chord Ctrl+g -ScriptBlock { tmux -S '$($terminal.Socket)' wait-for -S typed }
function prompt { 'PS> ' }
tmux -S '$($terminal.Socket)' wait-for -S typed
"@
    Invoke-Tmux $terminal new-session -d -x $Width -y 60 $start.FileName @($start.ArgumentList)
    Wait-Typed $terminal
    $terminal
}

# Waits until the shell has come to the signal.
function Wait-Typed ($Terminal) {
    $waiting = [Diagnostics.Process]::Start('tmux', [string[]]('-S', $Terminal.Socket, 'wait-for', 'typed'))
    if (-not $waiting.WaitForExit(30000)) { $waiting.Kill(); throw "The prompt did not come back:`n$(Get-Screen $Terminal)" }
}

# Presses keys, each by its name in tmux or, when -Literal, as it is, and waits until PSReadLine has handled them.
function Send-Key ($Terminal, [string[]] $Key, [switch] $Literal) {
    Invoke-Tmux $Terminal send-keys $(if ($Literal) { '-l' }) @Key
    Invoke-Tmux $Terminal send-keys C-g
    Wait-Typed $Terminal
}

# The lines that the terminal shows.
function Get-Screen ($Terminal) { Invoke-Tmux $Terminal capture-pane -p | ForEach-Object TrimEnd }

# Waits until the terminal shows what matches, in one row or wrapped into several.
function Wait-Screen ($Terminal, [string] $Pattern) {
    $deadline = [datetime]::UtcNow.AddSeconds(30)
    while ((-join (Get-Screen $Terminal)) -notmatch $Pattern) {
        if ([datetime]::UtcNow -gt $deadline) { throw "Nothing that matches '$Pattern' is shown:`n$((Get-Screen $Terminal) -join "`n")" }
    }
}

function Stop-Terminal ($Terminal) { Invoke-Tmux $Terminal kill-server }
