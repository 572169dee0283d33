using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Access;
using MsLite.Filter.Blocklists;
using MsLite.Filter.Checks;
using MsLite.Filter.Checkups;
using MsLite.Filter.Delivery;
using MsLite.Filter.Explain;
using MsLite.Filter.Greylisting;
using MsLite.Filter.Health;
using MsLite.Filter.History;
using MsLite.Filter.Journal;
using MsLite.Filter.Lint;
using MsLite.Filter.Live;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Policy.Import;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Quarantine.View;
using MsLite.Filter.Release;
using MsLite.Filter.Remedies;
using MsLite.Filter.Replay;
using MsLite.Filter.Scanners;
using MsLite.Filter.Spool;
using MsLite.Filter.State;
using MsLite.Mail.Dns;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>
/// Puts the filter into a host. It needs <see cref="MsLiteOptions"/>, a TimeProvider and logging; a host that lets options change while it
/// runs brings <see cref="CurrentOptions"/>.
/// </summary>
public static class FilterServiceExtensions
{
    public static IServiceCollection AddFilter(this IServiceCollection services)
    {
        services.TryAddSingleton<CurrentOptions>();
        AddDns(services);
        AddState(services);
        services.AddAccounts();
        AddPolicy(services);
        AddSearch(services);
        services.AddSingleton<ActivityFeed>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<FilterMetrics>();
        services.AddSingleton(provider => new FilterGauges(provider));
        services.AddSingleton<FateRecorder>();
        services.AddSingleton<SyncLanes>();
        services.AddSingleton<MessageSpool>();
        services.AddSingleton(provider => new DeliveryCatalogue(
            provider.GetRequiredService<MsLiteOptions>().Hostname,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<SyncLanes>(),
            provider.GetRequiredService<ILoggerFactory>()));
        AddPass(services);
        AddHealth(services);
        services.AddCheckup();
        return services;
    }

    /// <summary>In the order in which they are shown.</summary>
    private static void AddHealth(IServiceCollection services)
    {
        services.AddSingleton<NextHopWatch>();
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<NextHopWatch>());
        services.AddSingleton<IHealthSource, StorageHealth>();
        services.AddSingleton<IHealthSource>(provider => new NameServerHealth(provider.GetRequiredService<IDnsResolver>()));
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<BlocklistWatch>());
        services.AddSingleton<IHealthSource>(provider => provider.GetRequiredService<ScannerWatch>());
    }

    private static void AddState(IServiceCollection services)
    {
        services.AddSingleton(provider => StateDatabase.For(provider.GetRequiredService<MsLiteOptions>()));
        services.AddSingleton<StateWriter>();
        services.AddSingleton<INoticeSource>(provider => new NoticesOf(provider.GetRequiredService<StateWriter>()));
        services.AddSingleton<Greylist>();
        services.AddSingleton(provider => new MessageJournal(
            provider.GetRequiredService<StateWriter>(), provider.GetRequiredService<FilterMetrics>(), provider.GetRequiredService<ILogger<MessageJournal>>()));
        services.AddSingleton(provider => new JournalReader(provider.GetRequiredService<StateDatabase>()));
        services.AddSingleton(provider => new JournalSums(provider.GetRequiredService<StateDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WeekReader(provider.GetRequiredService<StateDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new JournalExpiry(
            provider.GetRequiredService<StateWriter>(), provider.GetRequiredService<CurrentOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new GreylistExpiry(provider.GetRequiredService<Greylist>()));
    }

    private static void AddSearch(IServiceCollection services)
    {
        services.AddSingleton<SearchDatabase>();
        services.AddSingleton(provider => new SearchKeeper(
            provider.GetRequiredService<QuarantineStore>(), provider.GetRequiredService<SearchDatabase>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SearchKeeper>>()));
        services.AddSingleton(provider => new QuarantineSearch(
            provider.GetRequiredService<SearchDatabase>(),
            provider.GetRequiredService<SearchKeeper>(),
            provider.GetRequiredService<QuarantineStore>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddDns(IServiceCollection services)
    {
        services.AddSingleton<IDnsResolver>(provider => NameServers.Resolver(provider.GetRequiredService<CurrentOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BlocklistWatch>();
        services.AddSingleton<INoticeSource>(provider => provider.GetRequiredService<BlocklistWatch>());
    }

    /// <summary>The one pass and its steps.</summary>
    private static void AddPass(IServiceCollection services)
    {
        services.AddSingleton<NextHops>();
        services.AddSingleton(provider => new RecipientCallouts(provider.GetRequiredService<Judge>(), provider.GetRequiredService<NextHops>()));
        services.AddSingleton(provider => new HeaderStamp(
            provider.GetRequiredService<MsLiteOptions>().Hostname, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<QuarantineStore>();
        services.AddSingleton<QuarantineExpiry>();
        services.AddSingleton(provider => new QuarantineFinder(provider.GetRequiredService<QuarantineStore>(), provider.GetRequiredService<QuarantineSearch>()));
        services.AddSingleton<VisibleCopies>();
        services.AddSingleton<MessageViewer>();
        services.AddSingleton<ReleaseBook>();
        services.AddSingleton(provider => new MessageStory(provider.GetRequiredService<JournalReader>(), provider.GetRequiredService<ReleaseBook>()));
        services.AddSingleton<EvidenceBundle>();
        services.AddSingleton<Welcome>();
        services.AddSingleton<RemedyList>();
        services.AddSingleton(provider => new PolicyReplay(
            provider.GetRequiredService<JournalReader>(), provider.GetRequiredService<Judge>(), provider.GetRequiredService<SrvTree>(),
            provider.GetRequiredService<CurrentOptions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BlastRadius>();
        services.AddSingleton(provider => new Releaser(
            provider.GetRequiredService<QuarantineFinder>(),
            provider.GetRequiredService<QuarantineStore>(),
            provider.GetRequiredService<MessageSpool>(),
            provider.GetRequiredService<NextHops>(),
            provider.GetRequiredService<CurrentOptions>(),
            provider.GetRequiredService<HeaderStamp>(),
            provider.GetRequiredService<ReleaseBook>(),
            provider.GetRequiredService<JournalReader>()));
        services.AddSingleton(provider => new CopyActs(
            provider.GetRequiredService<QuarantineSearch>(), provider.GetRequiredService<QuarantineStore>(), provider.GetRequiredService<Releaser>(), provider.GetRequiredService<Welcome>()));
        services.AddSingleton(provider => new ErrandDesk(
            provider.GetRequiredService<QuarantineSearch>(),
            provider.GetRequiredService<CopyActs>(),
            provider.GetRequiredService<MsLiteOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ErrandDesk>>()));
        services.AddSingleton<DeliveredTable>();
        services.AddSingleton<DeliveredMemory>();
        services.AddSingleton<HandOver>();
        services.AddSingleton<Enforcer>();
        services.AddSingleton<ClientGuard>();
        services.AddSingleton<INoticeSource>(provider => provider.GetRequiredService<ClientGuard>());
        services.AddSingleton<ScannerWatch>();
        services.AddSingleton<INoticeSource>(provider => provider.GetRequiredService<ScannerWatch>());
        services.AddSingleton<FilterParts>();
        services.AddSingleton<ISmtpSessionFactory, FilterSessionFactory>();
    }

    private static void AddPolicy(IServiceCollection services)
    {
        services.AddSingleton(provider => new SrvTree(provider.GetRequiredService<MsLiteOptions>().SrvRoot, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new CheckCatalogue(provider));
        services.AddSingleton<CheckSwitches>();
        services.AddSingleton<Judge>();
        services.AddSingleton<Explainer>();
        services.AddSingleton<Linter>();
        services.AddSingleton(provider => new TreeWriter(provider.GetRequiredService<SrvTree>(), provider.GetRequiredService<TreeHistory>()));
        services.AddSingleton(provider => new PolicyEditor(
            provider.GetRequiredService<TreeWriter>(), provider.GetRequiredService<CheckCatalogue>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new PolicyImport(provider.GetRequiredService<PolicyEditor>(), provider.GetRequiredService<TreeWriter>()));
        services.AddSingleton<PolicyBrowser>();
        services.AddSingleton(provider => new NewDomain(provider.GetRequiredService<PolicyEditor>(), provider.GetRequiredService<SrvTree>()));
        services.AddSingleton(provider => new EntryMarks(provider.GetRequiredService<SrvTree>(), provider.GetRequiredService<TimeProvider>()));
        AddHistory(services);
    }

    private static void AddHistory(IServiceCollection services)
    {
        services.AddSingleton(provider => new TreeHistory(
            provider.GetRequiredService<SrvTree>(), provider.GetRequiredService<StateDatabase>(), provider.GetRequiredService<StateWriter>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<INoticeSource>(provider => new NoticesOf(provider.GetRequiredService<TreeHistory>()));
        services.AddSingleton(provider => provider.GetRequiredService<TreeHistory>().Changes);
        services.AddSingleton(provider => new HistoryWatch(provider.GetRequiredService<TreeHistory>(), provider.GetRequiredService<SrvTree>()));
        services.AddSingleton(provider => new HistoryReader(provider.GetRequiredService<TreeHistory>(), provider.GetRequiredService<StateDatabase>()));
        services.AddSingleton(provider => new HistoryUndo(provider.GetRequiredService<HistoryReader>(), provider.GetRequiredService<TreeWriter>()));
        services.AddSingleton(provider => new HistoryExpiry(
            provider.GetRequiredService<StateDatabase>(), provider.GetRequiredService<StateWriter>(), provider.GetRequiredService<TimeProvider>()));
    }
}
