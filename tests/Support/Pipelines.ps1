# Scripts in runspaces of their own, in the test's process: what `Start-ThreadJob` and pooled runspaces do.

# Opens a runspace with the packed module; ContextScope is the default of Connect-Entra in it.
function New-EntraRunspace ([string] $ContextScope = 'Runspace') {
    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $prepare = {
        param ($Manifest, $Scope)
        Import-Module $Manifest
        $PSDefaultParameterValues['Connect-Entra:Environment'] = 'Emulator'
        $PSDefaultParameterValues['Connect-Entra:ContextScope'] = $Scope
    }
    $shell = [powershell]::Create($runspace)
    $null = $shell.AddScript($prepare).AddArgument($ModuleManifest).AddArgument($ContextScope).Invoke()
    $shell.Dispose()
    $runspace
}

# Starts a script and lets it run; its arguments are the script's parameters. Without a runspace it gets a new one.
function Start-Pipeline ([scriptblock] $Script, [object[]] $Argument = @(), [runspace] $Runspace = (New-EntraRunspace)) {
    $shell = [powershell]::Create($Runspace).AddScript($Script.ToString())
    $Argument | ForEach-Object { $null = $shell.AddArgument($_) }
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $begin = $shell.GetType().GetMethods().Where({ $_.Name -eq 'BeginInvoke' -and $_.GetParameters().Count -eq 2 })[0]
    $task = $begin.MakeGenericMethod([psobject], [psobject]).Invoke($shell, @($null, $output))
    [pscustomobject]@{ Shell = $shell; Output = $output; Task = $task }
}

# Waits for the end and returns what came out, stream by stream; Escaped is the error that ended the script.
function Wait-Pipeline ($Pipeline) {
    if (-not $Pipeline.Task.AsyncWaitHandle.WaitOne(180000)) { throw 'The script did not end.' }
    $escaped = $null
    try { $null = $Pipeline.Shell.EndInvoke($Pipeline.Task) } catch { $escaped = $_.Exception.InnerException.ErrorRecord }
    $streams = $Pipeline.Shell.Streams
    [pscustomobject]@{
        Output      = @($Pipeline.Output)
        Errors      = @($streams.Error)
        Escaped     = $escaped
        Verbose     = @($streams.Verbose | ForEach-Object Message)
        Debug       = @($streams.Debug | ForEach-Object Message)
        Warnings    = @($streams.Warning | ForEach-Object Message)
        Information = @($streams.Information | ForEach-Object { "$_" })
        State       = $Pipeline.Shell.InvocationStateInfo.State
    }
}

# Runs a script to its end in a runspace of its own.
function Invoke-Pipeline ([scriptblock] $Script, [object[]] $Argument = @(), [runspace] $Runspace = (New-EntraRunspace)) {
    Wait-Pipeline (Start-Pipeline $Script $Argument $Runspace)
}

# Stops a script from another thread, as Ctrl+C does; it must end within ten seconds, without a word.
function Stop-Pipeline ($Pipeline) {
    $stop = $Pipeline.Shell.BeginStop($null, $null)
    $stop.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue -Because 'Ctrl+C ends each wait'
    $outcome = Wait-Pipeline $Pipeline
    $outcome.State | Should -Be 'Stopped'
    $outcome.Output | Should -BeNullOrEmpty
    $outcome.Errors | Should -BeNullOrEmpty
}

# Waits for the first record of a stream (Verbose, Warning, Information) that matches, and returns its text.
function Wait-Record ($Pipeline, [string] $Stream, [string] $Pattern) {
    $records = $Pipeline.Shell.Streams.$Stream
    $name = [guid]::NewGuid()
    Register-ObjectEvent $records DataAdded -SourceIdentifier $name
    try {
        while ($true) {
            $match = $records | Where-Object { "$_" -match $Pattern } | Select-Object -First 1
            if ($match) { return "$match" }
            $added = Wait-Event -SourceIdentifier $name -Timeout 30
            if (-not $added) { throw "Nothing that matches '$Pattern' was said." }
            $added | Remove-Event
        }
    } finally { Unregister-Event $name }
}

# The code that the user of a device-code sign-in is told to enter, once it is said.
function Wait-DeviceCode ($Pipeline) {
    $text = Wait-Record $Pipeline Information 'enter this code there'
    [regex]::Match($text, 'enter this code there[^\n]*\n\s*([A-Z0-9]+)').Groups[1].Value
}

# Runs a script in a runspace, which it must leave without an error or a warning, and returns what it outputs.
function Invoke-In ([runspace] $Runspace, [scriptblock] $Script, [object[]] $Argument = @()) {
    $outcome = Invoke-Pipeline $Script $Argument $Runspace
    Assert-Silent $outcome Escaped, Errors, Warnings
    $outcome.Output
}
