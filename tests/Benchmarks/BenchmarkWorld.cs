namespace MsLite.Benchmarks;

/// <summary>A hosted domain with every check on, below a directory of its own.</summary>
internal sealed class BenchmarkWorld : IDisposable
{
    private readonly string _switch;

    public BenchmarkWorld()
    {
        Root = Directory.CreateTempSubdirectory("mslite-benchmark-").FullName;
        var domain = Path.Combine(Root, "srv", "example.com");
        Directory.CreateDirectory(Path.Combine(domain, "users", "valid"));
        Directory.CreateDirectory(Path.Combine(domain, "checks"));
        Directory.CreateDirectory(Path.Combine(domain, "blacklisted", "senders"));
        File.WriteAllText(Path.Combine(domain, "users", "valid", "bob"), "");
        File.WriteAllText(Path.Combine(domain, "checks", "all"), "");
        _switch = Path.Combine(domain, "blacklisted", "senders", "ann@client.example");
    }

    public string Root { get; }

    /// <summary>With DNS: <c>checks/all</c> and two blocklists. Without: the checks of all that ask nobody.</summary>
    public void AskDns(bool ask)
    {
        var domain = Path.Combine(Root, "srv", "example.com");
        string[] asking = ["checks/all", "zones"];
        string[] local = ["checks/sender", "checks/helo", "checks/date", "checks/empty_body", "checks/mailman", "checks/address", "checks/mailers"];
        foreach (var path in ask ? local : asking)
        {
            File.Delete(Path.Combine(domain, path));
        }

        foreach (var path in ask ? asking : local)
        {
            File.WriteAllText(Path.Combine(domain, path), path == "zones" ? "one.zone.example\ntwo.zone.example\n" : "");
        }
    }

    /// <summary>For a program that runs in <see cref="Root"/>.</summary>
    public void WriteOptions(string json) => File.WriteAllText(Path.Combine(Root, "appsettings.json"), json);

    public void RefuseAll(bool refuse)
    {
        if (refuse)
        {
            File.WriteAllText(_switch, "");
        }
        else
        {
            File.Delete(_switch);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
