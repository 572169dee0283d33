using System.Globalization;
using Xunit.Abstractions;

namespace MsLite.Fuzz.Tests;

/// <summary>
/// Feeds every target with mutated inputs. FUZZ_SECONDS is the time for all targets together (6 by default), FUZZ_SEED repeats a run.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly IFuzzTarget[] s_targets =
    [
        .. typeof(FuzzTests).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFuzzTarget)))
            .Select(type => (IFuzzTarget)Activator.CreateInstance(type)!)
            .OrderBy(target => target.Name, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Names => new(s_targets.Select(target => target.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Survives_whatever_a_stranger_sends(string name)
    {
        var seed = Setting("FUZZ_SEED") ?? Random.Shared.Next();
        var time = TimeSpan.FromSeconds((Setting("FUZZ_SECONDS") ?? 6) / (double)s_targets.Length);

        var run = new FuzzRun(Target(name), seed);
        var failure = run.For(time);

        output.WriteLine($"{name}: {run.Count} inputs from FUZZ_SEED={seed}, the slowest took {run.Slowest.TotalMilliseconds:0} ms");
        Assert.True(failure is null, failure);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Survives_what_once_crashed_it(string name)
    {
        var target = Target(name);
        var run = new FuzzRun(target, 0);

        var failures = FuzzCorpus.Crashes(target).Select(crash => (crash.Path, Failure: run.Try(crash.Data))).Where(crash => crash.Failure is not null);

        Assert.Empty(failures);
    }

    [Fact]
    public void Makes_the_same_input_from_the_same_seed() =>
        Assert.Equal(new FuzzMutator(FuzzCorpus.Messages, 7).Next(), new FuzzMutator(FuzzCorpus.Messages, 7).Next());

    private static IFuzzTarget Target(string name) => Array.Find(s_targets, target => target.Name == name)!;

    private static int? Setting(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
