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
