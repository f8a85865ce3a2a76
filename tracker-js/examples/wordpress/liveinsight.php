<?php
/**
 * Plugin Name: LiveInsight
 * Description: Counts the visitors of this site with LiveInsight. Put this file into wp-content/mu-plugins.
 * Requires at least: 5.7
 * Requires PHP: 7.4
 * License: MIT
 */

defined( 'ABSPATH' ) || exit;

// wp-config.php may define both.
defined( 'LIVEINSIGHT_DASHBOARD' ) || define( 'LIVEINSIGHT_DASHBOARD', 'https://DASHBOARD' );
defined( 'LIVEINSIGHT_SITE' ) || define( 'LIVEINSIGHT_SITE', 'SITE_KEY' );

add_action(
	'wp_head',
	function () {
		// Those who write the pages are no visitors, and previews are no pages.
		if ( current_user_can( 'edit_posts' ) || is_preview() ) {
			return;
		}
		wp_print_script_tag(
			array(
				'src'          => LIVEINSIGHT_DASHBOARD . '/li.js',
				'defer'        => true,
				'data-site'    => LIVEINSIGHT_SITE,
				'data-exclude' => '/wp-admin/*,/wp-login.php',
			)
		);
	}
);
