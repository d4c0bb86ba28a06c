# Terminals: a pwsh with PSReadLine in a terminal that tmux makes; what is typed comes in order, so a key can tell its end.

# A server of its own for each terminal, which no settings of the user reach.
function Invoke-Tmux ($Terminal) {
    & tmux -f /dev/null -S $Terminal.Socket @args
    if ($LASTEXITCODE) { throw "tmux $args failed." }
}

# Starts an interactive pwsh, with a prologue that is run first, and waits for its prompt.
function Start-Terminal ([int] $Width, [string] $Prologue = (Get-ShellPrologue)) {
    $name = "entra-$(New-Guid)"
    $terminal = [pscustomobject]@{
        Socket = Join-Path (New-Folder) tmux
        Typed  = [IO.Pipes.NamedPipeServerStream]::new($name)
    }
    # The signal is sent by the shell itself, since a program that it starts would have the terminal meanwhile.
    # What is typed here is nothing for the history of whoever runs the tests.
    $start = New-ShellStart '-NoExit', '-Command', @"
$Prologue
Set-PSReadLineOption -HistorySaveStyle SaveNothing -PredictionSource None
Set-PSReadLineKeyHandler -Chord Ctrl+g -ScriptBlock {
    `$typed = [IO.Pipes.NamedPipeClientStream]::new('$name')
    `$typed.Connect()
    `$typed.Dispose()
}
function prompt { 'PS> ' }
"@
    Invoke-Tmux $terminal new-session -d -x $Width -y 60 $start.FileName @($start.ArgumentList)
    Send-Key $terminal
    $terminal
}

# Presses keys, each by its name in tmux or, when -Literal, as it is, and waits until PSReadLine has handled them.
function Send-Key ($Terminal, [string[]] $Key = @(), [switch] $Literal) {
    if ($Literal) { Invoke-Tmux $Terminal send-keys -l @Key } elseif ($Key) { Invoke-Tmux $Terminal send-keys @Key }
    $handled = $Terminal.Typed.WaitForConnectionAsync()
    Invoke-Tmux $Terminal send-keys C-g
    if (-not $handled.Wait(30000)) { throw "The keys '$Key' were not handled:`n$((Get-Screen $Terminal) -join "`n")" }
    $Terminal.Typed.Disconnect()
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

function Stop-Terminal ($Terminal) {
    Invoke-Tmux $Terminal kill-server
    $Terminal.Typed.Dispose()
}
