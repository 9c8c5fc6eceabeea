//! Resource types that are written in Ruby and come with Puppet 6 or with the modules most used.

/// Lower-case names.
pub(super) const TYPES: &[&str] = &[
    // With Puppet itself.
    "augeas",
    "computer",
    "component",
    "cron",
    "exec",
    "file",
    "filebucket",
    "group",
    "host",
    "interface",
    "k5login",
    "macauthorization",
    "mailalias",
    "maillist",
    "mcx",
    "mount",
    "nagios_command",
    "nagios_contact",
    "nagios_contactgroup",
    "nagios_host",
    "nagios_hostdependency",
    "nagios_hostescalation",
    "nagios_hostextinfo",
    "nagios_hostgroup",
    "nagios_service",
    "nagios_servicedependency",
    "nagios_serviceescalation",
    "nagios_serviceextinfo",
    "nagios_servicegroup",
    "nagios_timeperiod",
    "node",
    "notify",
    "package",
    "resources",
    "router",
    "schedule",
    "scheduled_task",
    "selboolean",
    "selmodule",
    "service",
    "ssh_authorized_key",
    "sshkey",
    "stage",
    "tidy",
    "user",
    "vlan",
    "whit",
    "yumrepo",
    "zfs",
    "zone",
    "zpool",
    // With modules.
    "a2mod",
    "anchor",
    "archive",
    "concat_file",
    "concat_fragment",
    "cs_primitive",
    "datacat_collector",
    "docker_network",
    "file_line",
    "firewall",
    "firewallchain",
    "git_config",
    "grafana_datasource",
    "http_conn_validator",
    "ini_setting",
    "ini_subsetting",
    "java_ks",
    "keystone_service",
    "keystone_user",
    "logical_volume",
    "mysql_database",
    "mysql_grant",
    "mysql_user",
    "network_config",
    "network_route",
    "physical_volume",
    "postgresql_conf",
    "postgresql_conn_validator",
    "postgresql_psql",
    "rabbitmq_user",
    "rabbitmq_vhost",
    "reboot",
    "registry_key",
    "registry_value",
    "remote_file",
    "shellvar",
    "sysctl",
    "tcp_conn_validator",
    "vcsrepo",
    "volume_group",
    "xml_fragment",
    "yum_versionlock",
];

/// The attributes that Puppet's own types take beside metaparameters and `name`, by lower-case type. Taken from Puppet
/// 6 and 7: the union, so that what one of them takes is not refused.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("anchor", ""),
    ("augeas", "changes context force incl lens load_path onlyif provider returns root show_diff type_check"),
    ("cron", "command ensure environment hour minute month monthday provider special target user weekday"),
    (
        "exec",
        "command creates cwd environment group logoutput onlyif path provider refresh refreshonly returns \
         timeout tries try_sleep umask unless user",
    ),
    (
        "file",
        "backup checksum checksum_value content ctime ensure force group ignore links max_files mode mtime \
         owner path provider purge recurse recurselimit replace selinux_ignore_defaults selrange selrole \
         seltype seluser show_diff source source_permissions sourceselect staging_location target type \
         validate_cmd validate_replacement",
    ),
    ("filebucket", "path port server"),
    (
        "group",
        "allowdupe attribute_membership attributes auth_membership ensure forcelocal gid ia_load_module \
         members provider system",
    ),
    ("host", "comment ensure host_aliases ip provider target"),
    ("mailalias", "ensure file provider recipient target"),
    ("mount", "atboot blockdevice device dump ensure fstype options pass provider remounts target"),
    ("notify", "message withpath"),
    (
        "package",
        "adminfile allow_virtual allowcdrom category command configfiles description enable_only ensure \
         flavor install_only install_options instance mark package_settings platform provider \
         reinstall_on_refresh responsefile root source status uninstall_options vendor",
    ),
    ("resources", "purge unless_system_user unless_uid"),
    ("schedule", "period periodmatch range repeat weekday"),
    ("selboolean", "persistent provider value"),
    ("selmodule", "ensure provider selmoduledir selmodulepath syncversion"),
    (
        "service",
        "binary control enable ensure flags hasrestart hasstatus logonaccount logonpassword manifest path \
         pattern provider restart start status stop timeout",
    ),
    ("ssh_authorized_key", "drop_privileges ensure key options provider target type user"),
    ("sshkey", "ensure host_aliases key provider target type"),
    ("stage", ""),
    ("tidy", "age backup matches max_files path recurse rmdirs size type"),
    (
        "user",
        "allowdupe attribute_membership attributes auth_membership auths comment ensure expiry forcelocal gid \
         groups home ia_load_module iterations key_membership keys loginclass managehome membership password \
         password_max_age password_min_age password_warn_days profile_membership profiles project provider \
         purge_ssh_keys role_membership roles salt shell system uid",
    ),
    ("whit", ""),
];

/// The attributes of one of Puppet's own types, with spaces between them; none for other types.
pub fn native_attributes(name: &str) -> Option<&'static str> {
    ATTRIBUTES.iter().find(|(known, _)| *known == name).map(|(_, attributes)| *attributes)
}
