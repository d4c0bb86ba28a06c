using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace EntraRevoke.Tests.Infrastructure;

/// <summary>Debian's browser as the user's browser: the module starts it, the test attaches to it.</summary>
internal sealed class Chromium : IDisposable
{
    private const string Browser = "/usr/bin/chromium";
    private const string Driver = "/usr/bin/chromedriver";

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("entra-chromium-");
    private readonly int _port = FreePort();
    private ChromeDriver? _driver;

    internal Chromium() =>
        Environment.SetEnvironmentVariable(
            "BROWSER",
            $"{Browser} --headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
                + "--disable-sync --no-first-run --disable-quic --disable-dev-shm-usage "
                + $"--remote-debugging-port={_port} --user-data-dir={_profile.FullName}"
        );

    internal static bool IsInstalled => File.Exists(Browser) && File.Exists(Driver);

    /// <summary>Attaches to the browser, which shows a page by now.</summary>
    internal async Task<Chromium> Attach()
    {
        var options = new ChromeOptions { DebuggerAddress = $"127.0.0.1:{_port}" };
        var service = ChromeDriverService.CreateDefaultService(Driver);
        _driver = await Task.Run(() => new ChromeDriver(service, options));
        _driver.Manage().Timeouts().ImplicitWait = TimeSpan.FromSeconds(20);
        return this;
    }

    internal string Text(string id) => Find(id).Text;

    internal void Click(string id) => Find(id).Click();

    internal void SignIn(string user, string password)
    {
        Find("username").Clear();
        Find("username").SendKeys(user);
        Find("password").SendKeys(password);
        Click("sign-in");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("BROWSER", TestProcess.Browser);
        if (_driver is not null)
        {
            using var browser = Process.GetProcessById(ProcessId());
            using var connection = new TcpClient("127.0.0.1", _port);
            _driver.Dispose();
            browser.Kill(entireProcessTree: true);
            AwaitEnd(connection);
        }

        try
        {
            _profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // The browser's crash reporter may still be writing; what it leaves is no concern of a test.
        }
    }

    /// <summary>A connection ends when its process does; the process itself stays listed until its parent asks.</summary>
    private static void AwaitEnd(TcpClient connection)
    {
        try
        {
            connection.ReceiveTimeout = 20_000;
            connection.GetStream().ReadByte();
        }
        catch (IOException)
        {
            // Reset rather than closed.
        }
    }

    private IWebElement Find(string id) => _driver!.FindElement(By.Id(id));

    /// <summary>The browser writes it down as the target of a link: name of the machine, hyphen, process id.</summary>
    private int ProcessId()
    {
        var owner = new FileInfo(Path.Combine(_profile.FullName, "SingletonLock")).LinkTarget!;
        return int.Parse(owner[(owner.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
